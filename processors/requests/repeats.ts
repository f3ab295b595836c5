import type { Chunk } from "./lane.ts";
import type { Observation, Writer } from "../contract/index.ts";

/**
 * A channel of events is often there twice: as its log and as what somebody has exported of it, or exported twice, a day apart. Such files differ, so nobody has taken them for copies, and each request that both
 * tell of would be there twice. An event is told by its thread and its time, which Windows notes to 100 ns: what another file says of the same moment is the same record. Of each the first is left; the others belong
 * to nothing.
 */
export function withoutRepeats(
  chunk: Chunk,
): Pick<Chunk, "observations"> & { readonly repeats: readonly Observation[] } {
  const { observations } = chunk;
  if (!isTwice(observations)) return { observations, repeats: [] };
  const fileOf = new Map<string, string>();
  const repeats = new Set<Observation>();
  for (const observation of observations) {
    const name = nameOf(observation);
    if (name === null) continue;
    const known = fileOf.get(name);
    if (known === undefined) fileOf.set(name, observation.fileId);
    else if (known !== observation.fileId) repeats.add(observation);
  }
  if (repeats.size === 0) return { observations, repeats: [] };
  return { observations: observations.filter((one) => !repeats.has(one)), repeats: [...repeats] };
}

const events: ReadonlySet<Writer> = new Set<Writer>(["connector", "ndes", "ca"]);

/** Most hosts have one file of each, and nothing is to be compared. */
function isTwice(observations: readonly Observation[]): boolean {
  const files = new Map<Writer, string>();
  for (const { writer, fileId } of observations) {
    if (!events.has(writer)) continue;
    const known = files.get(writer);
    if (known !== undefined && known !== fileId) return true;
    files.set(writer, fileId);
  }
  return false;
}

/** Null: it is no event, or none that can be told from others. */
function nameOf({ writer, kind, at, thread, facts }: Observation): string | null {
  if (!events.has(writer) || at === null || thread === "") return null;
  return `${writer} ${kind} ${at} ${thread} ${facts.eventId ?? ""}`;
}
