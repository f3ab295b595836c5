import { firstAuditId, lastAuditId } from "./ca.ts";
import { poolFailures } from "./system.ts";
import { deviceEventIds } from "./windows-device.ts";

/** From the first to the last id, both included. */
type IdRange = readonly [first: number, last: number];

/**
 * Which events of a channel are read, by their ids, as few ranges as there can be; null: any may be, because what is read there is told by provider, or is all. Who asks Windows for events asks for
 * these. The lists are those of the readers themselves.
 */
export function eventIdsRead(channel: string): readonly IdRange[] | null {
  return closed.get(channel.toLowerCase()) ?? null;
}

const closed: ReadonlyMap<string, readonly IdRange[]> = new Map([
  ["security", [[firstAuditId, lastAuditId]]],
  ["system", rangesOf(poolFailures.keys())],
  ["microsoft-windows-devicemanagement-enterprise-diagnostics-provider/admin", rangesOf(deviceEventIds)],
]);

function rangesOf(ids: Iterable<number>): readonly IdRange[] {
  const ranges: [first: number, last: number][] = [];
  for (const id of [...ids].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last?.[1] === id - 1) last[1] = id;
    else ranges.push([id, id]);
  }
  return ranges;
}
