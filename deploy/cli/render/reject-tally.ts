import type { RejectReason } from "../../../processors/contract/index.ts";
import type { Rejection } from "./summary.ts";

/** What was not read, by reason, with some of the files. What to do with a form of its own, such as a packed log, keeps it apart from files that are no logs. */
export function createRejectTally(): {
  readonly add: (reason: RejectReason, path: string, hint: string) => void;
  readonly result: () => readonly Rejection[];
} {
  const tallies = new Map<string, Rejection & { count: number; readonly paths: string[] }>();
  return {
    add(reason, path, hint) {
      const name = `${reason} ${hint}`;
      const tally = tallies.get(name) ?? { reason, hint, count: 0, paths: [] };
      tallies.set(name, tally);
      tally.count += 1;
      if (tally.paths.length < pathsMax && !tally.paths.includes(path)) tally.paths.push(path);
    },
    result: () => [...tallies.values()],
  };
}

/** One more than is shown, so that it is known whether there are more. */
const pathsMax = 4;
