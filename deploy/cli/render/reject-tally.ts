import type { RejectReason } from "../../../processors/contract/index.ts";
import type { Summary } from "./summary.ts";

/** What was not read, by reason, with some of the files. */
export function createRejectTally(): {
  readonly add: (reason: RejectReason, path: string) => void;
  readonly result: () => Summary["rejected"];
} {
  const tallies = new Map<RejectReason, { count: number; readonly paths: string[] }>();
  return {
    add(reason, path) {
      const tally = tallies.get(reason) ?? { count: 0, paths: [] };
      tallies.set(reason, tally);
      tally.count += 1;
      if (tally.paths.length < pathsMax && !tally.paths.includes(path)) tally.paths.push(path);
    },
    result: () => tallies,
  };
}

/** One more than is shown, so that it is known whether there are more. */
const pathsMax = 4;
