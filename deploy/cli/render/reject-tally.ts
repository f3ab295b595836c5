import type { RejectReason } from "../../../processors/contract/index.ts";
import { createLosses } from "../lost.ts";
import type { Losses } from "../lost.ts";
import type { Summary } from "./summary.ts";

/** What was not read, by reason, with some of the files, and how many of them that leaves in doubt. */
export function createRejectTally(): {
  readonly add: (reason: RejectReason, path: string) => void;
  readonly addSource: Losses["addSource"];
  readonly result: () => Pick<Summary, "rejected" | "lost">;
} {
  const tallies = new Map<RejectReason, { count: number; readonly paths: string[] }>();
  const losses = createLosses();
  return {
    add(reason, path) {
      losses.addRejected(reason, path);
      const tally = tallies.get(reason) ?? { count: 0, paths: [] };
      tallies.set(reason, tally);
      tally.count += 1;
      if (tally.paths.length < pathsMax && !tally.paths.includes(path)) tally.paths.push(path);
    },
    addSource: losses.addSource,
    result: () => ({ rejected: tallies, lost: losses.count() }),
  };
}

/** One more than is shown, so that it is known whether there are more. */
const pathsMax = 4;
