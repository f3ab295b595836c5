import { counted } from "../../contract/index.ts";
import type { Observation } from "../../contract/index.ts";
import { knownCause } from "../catalogue.ts";
import { reportLimitMs } from "../signals/report.ts";
import { addTo, createTally } from "./watch.ts";
import type { Finding, Watch, WatchMaker } from "./watch.ts";
import type { WatchStates } from "./watch-states.ts";

/** Files beyond this are still counted, but no longer told apart: one that moves on later stays counted. */
const filesMax = 50_000;

/** Files that stay in Processing, and files in Failed. A file that is seen in another folder has moved on. */
export const statusFileWatch: WatchMaker = {
  kinds: ["report.status-file"],
  state: "statusFiles",
  make: createStatusFileWatch,
};

function createStatusFileWatch(states: WatchStates): Watch {
  states.statusFiles ??= { processing: new Map(), failed: createTally() };
  const { processing, failed } = states.statusFiles;
  return {
    observe({ facts, at }: Observation) {
      const name = facts.fileName ?? "";
      if (facts.folder !== "processing") processing.delete(name);
      else if (processing.size < filesMax) processing.set(name, at);
      if (facts.folder === "failed") addTo(failed, at);
    },
    findings(now) {
      const late = createTally();
      for (const at of processing.values()) if (isLate(at, now)) addTo(late, at);
      return [...stuck(late), ...failures(failed)];
    },
  };
}

/** Without any time a file in Processing says nothing: it may have been dropped just now. */
function isLate(at: number | null, now: number | null): boolean {
  return at !== null && now !== null && now - at > reportLimitMs;
}

function stuck(late: ReturnType<typeof createTally>): readonly Finding[] {
  if (late.count === 0) return [];
  return [
    {
      cause: knownCause("report.stuck-in-processing"),
      count: late.count,
      oldest: late.oldest,
      because: `${counted(late.count, "status file")} in Processing for more than 15 minutes`,
    },
  ];
}

function failures(failed: ReturnType<typeof createTally>): readonly Finding[] {
  if (failed.count === 0) return [];
  return [
    {
      cause: knownCause("report.status-failed"),
      count: failed.count,
      oldest: failed.oldest,
      because: `${counted(failed.count, "status file")} in Failed`,
    },
  ];
}
