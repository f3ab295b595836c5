import type { Request } from "../../contract/index.ts";
import { knownCause } from "../catalogue.ts";
import { addTo, createTally } from "./watch.ts";
import type { Watch } from "./watch.ts";

const issuedMin = 4;
const windowMs = 6 * 3_600_000;
/** The device that was heard of longest ago is forgotten first. */
const devicesMax = 20_000;

/** Devices that get four certificates or more within six hours, and the number of those devices. */
export function createReissueWatch(): Watch {
  const issuedTo = new Map<string, readonly number[]>();
  const looping = new Map<string, number>();
  return {
    note(request) {
      const device = request.keys.get("deviceId")?.[0];
      if (device === undefined || request.startedAt === null || !isIssued(request)) return;
      const times = remember(issuedTo, device, request.startedAt);
      const from = times.find((at, index) => (times[index + issuedMin - 1] ?? Infinity) - at <= windowMs);
      if (from === undefined || (looping.size >= devicesMax && !looping.has(device))) return;
      looping.set(device, Math.min(from, looping.get(device) ?? from));
    },
    findings() {
      const loops = createTally();
      for (const at of looping.values()) addTo(loops, at);
      if (loops.count === 0) return [];
      const because = `${loops.count} device${loops.count === 1 ? "" : "s"} got ${issuedMin} certificates or more within six hours`;
      return [
        { cause: knownCause("deliver.reissue-loop"), count: loops.count, oldest: loops.oldest, because },
      ];
    },
  };
}

/** Enough to find a window of `issuedMin` in any order of arrival within a few hours. */
const keptMax = 16;

/** The times of a device, in order; it becomes the one heard of last. */
function remember(issuedTo: Map<string, readonly number[]>, device: string, at: number): readonly number[] {
  const times = [...(issuedTo.get(device) ?? []), at].sort((left, right) => left - right).slice(-keptMax);
  issuedTo.delete(device);
  issuedTo.set(device, times);
  const oldest = issuedTo.keys().next().value;
  if (issuedTo.size > devicesMax && oldest !== undefined) issuedTo.delete(oldest);
  return times;
}

function isIssued(request: Request): boolean {
  return request.stages.some(
    (view) => view.stage === 4 && (view.status === "done" || view.status === "implied"),
  );
}
