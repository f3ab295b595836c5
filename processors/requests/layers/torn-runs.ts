import type { Cluster } from "../cluster.ts";
import type { Fragment } from "../fragment.ts";
import { countWhile } from "./count-while.ts";
import { toleranceMaxMs } from "./layer.ts";
import type { Span } from "./span.ts";

/**
 * Runs that are two. Where the end of one run of a thread and the beginning of the next are lost, what is left reads as one run that lacks nothing. What the
 * lost lines were about is still told beside it: a call that somebody must have made, and nobody did, tells that the run beside it is torn.
 */

/** Runs between two neighbouring records of which one of these answers lies whole: its call belongs there, and both of its lines are missing. */
export function tornByAnswers(
  runs: readonly Fragment[],
  strays: readonly Pick<Fragment, "start" | "end">[],
): readonly number[] {
  const begun = strays.toSorted((a, b) => a.start - b.start);
  return torn(runs, (run) =>
    between(begun, ({ start }) => start, run).some((stray) => liesInSilence(run, stray)),
  );
}

/**
 * Runs of which one of these calls of devices, which hold no run, can hold one end: a run lies within one call, so that the other end is of another.
 * Expects runs that no call can hold.
 */
export function tornByCalls(runs: readonly Fragment[], strays: readonly Span[]): readonly number[] {
  const beginTo = ({ endTo, lengthMs }: Span): number => endTo - lengthMs;
  const beginFrom = ({ endFrom, lengthMs }: Span): number => endFrom - lengthMs;
  const ended = strays.toSorted((a, b) => a.endTo - b.endTo);
  const begun = strays.toSorted((a, b) => beginTo(a) - beginTo(b));
  const width = strays.reduce((most, { endFrom, endTo }) => Math.max(most, endTo - endFrom), 0);
  return torn(runs, ({ start, end }) => {
    const within = { start, end: end + width };
    return (
      between(ended, ({ endTo }) => endTo, within).some(
        (call) => call.endFrom <= end && beginFrom(call) <= start + toleranceMaxMs,
      ) ||
      between(begun, beginTo, within).some(
        (call) => beginFrom(call) <= end && call.endTo >= end - toleranceMaxMs,
      )
    );
  });
}

/** Nothing of it is certain any more. */
export function doubt({ members }: Cluster): void {
  for (const [index, member] of members.entries()) {
    const fragment = index === 0 ? { ...member.fragment, whole: false } : member.fragment;
    members[index] = { ...member, fragment, grade: "probable" };
  }
}

function torn(runs: readonly Fragment[], isTorn: (run: Fragment) => boolean): readonly number[] {
  return runs.flatMap((run, index) => (isTorn(run) ? [index] : []));
}

/** Those whose moment lies within the run. Expects them in order of that moment. */
function between<T>(
  all: readonly T[],
  momentOf: (one: T) => number,
  { start, end }: Pick<Fragment, "start" | "end">,
): readonly T[] {
  const from = countWhile(all, (one) => momentOf(one) < start);
  return all.slice(
    from,
    countWhile(all, (one) => momentOf(one) <= end),
  );
}

function liesInSilence({ observations }: Fragment, { start, end }: Pick<Fragment, "start" | "end">): boolean {
  return observations.some((one, index) => {
    const next = observations[index + 1]?.at ?? null;
    return one.at !== null && next !== null && one.at <= start && end <= next;
  });
}
