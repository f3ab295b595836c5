import { counted, trustOfBegin, worstOf } from "../../contract/index.ts";
import type { Request } from "../../contract/index.ts";
import { knownCause } from "../catalogue.ts";
import { hasPassed } from "./has-passed.ts";
import { addTo, createTally, sinceOf } from "./watch.ts";
import type { Watch, WatchMaker } from "./watch.ts";
import type { ReissueState, WatchStates } from "./watch-states.ts";

const issuedMin = 4;
const windowMs = 6 * 3_600_000;
/** The device that was heard of longest ago is forgotten first. */
const devicesMax = 20_000;

/** Devices that get four certificates or more within six hours, and the number of those devices. */
export const reissueWatch: WatchMaker = {
  looksAtRequests: true,
  state: "reissues",
  make: createReissueWatch,
};

function createReissueWatch(states: WatchStates): Watch {
  states.reissues ??= { issuedTo: new Map(), looping: new Map() };
  const state = states.reissues;
  const { issuedTo, looping } = state;
  return {
    note(request) {
      const device = request.keys.get("deviceId")?.[0];
      if (device === undefined || request.startedAt === null || !hasPassed(request, 4)) return;
      noteDoubt(state, device, request);
      const from = loopIn(remember(issuedTo, device, request.startedAt));
      if (from === null || (looping.size >= devicesMax && !looping.has(device))) return;
      looping.set(device, Math.min(from, looping.get(device) ?? from));
    },
    findings() {
      const loops = createTally();
      for (const [device, at] of looping) addTo(loops, at, state.doubts?.get(device));
      if (loops.count === 0) return [];
      const because = `${counted(loops.count, "device")} got ${issuedMin} certificates or more within six hours`;
      return [{ cause: knownCause("deliver.reissue-loop"), count: loops.count, ...sinceOf(loops), because }];
    },
  };
}

/** Of one device all times stand on the same few clocks: which of them a window begins with is not kept. */
function noteDoubt(state: ReissueState, device: string, request: Request): void {
  const doubt = worstOf([state.doubts?.get(device), trustOfBegin(request)]);
  if (doubt === null) return;
  const doubts = (state.doubts ??= new Map());
  doubts.delete(device);
  doubts.set(device, doubt);
  const [oldest = ""] = doubts.keys();
  if (doubts.size > devicesMax) doubts.delete(oldest);
}

/** When the first window with `issuedMin` certificates begins; `times` are in order. */
function loopIn(times: readonly number[]): number | null {
  for (let last = issuedMin - 1; last < times.length; last += 1) {
    const from = times[last - issuedMin + 1] ?? -Infinity;
    if ((times[last] ?? Infinity) - from <= windowMs) return from;
  }
  return null;
}

/** Enough to find a window of `issuedMin` in any order of arrival within a few hours. */
const keptMax = 16;

/** The times of a device, in order; it becomes the one heard of last. */
function remember(issuedTo: Map<string, readonly number[]>, device: string, at: number): readonly number[] {
  const known = issuedTo.get(device);
  const times = known === undefined ? [at] : inserted(known, at);
  if (known !== undefined) issuedTo.delete(device);
  issuedTo.set(device, times);
  if (issuedTo.size > devicesMax) {
    const [oldest = ""] = issuedTo.keys();
    issuedTo.delete(oldest);
  }
  return times;
}

/** A list of its exact length: most devices have one or two times, and there are many devices. */
function inserted(times: readonly number[], at: number): readonly number[] {
  let index = times.length;
  while (index > 0 && (times[index - 1] ?? at) > at) index -= 1;
  return times.toSpliced(index, 0, at).slice(-keptMax);
}
