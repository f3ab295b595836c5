import type { Accuracy, AccuracyRow } from "../simulation/accuracy/index.ts";

export interface Bar {
  /** Least share of the records that are bound to their request. */
  readonly recall?: number;
  /** The logs are whole, so that requests can be counted and judged. */
  readonly counts?: boolean;
}

/** What the accuracy falls short of, in words; nothing: all is well. */
export function complaintsOf({ accuracy, reference }: AccuracyRow, bar: Bar): readonly string[] {
  return [
    ...certainty(accuracy),
    ...atLeast("recall", accuracy.recallWhole, bar.recall ?? 0),
    ...(reference === undefined
      ? []
      : atLeast("recall beside the reference", reference.analyzed, reference.recall - 0.03)),
    ...(bar.counts === true ? counts(accuracy) : []),
  ];
}

/** What is called certain is right, on any input. */
export function certainty({ bound, pairs, boundTwice, examples }: Accuracy): readonly string[] {
  const wrong = (["key", "exact"] as const).filter((grade) => bound[grade].right < bound[grade].count);
  return [
    ...wrong.map(
      (grade) =>
        `${bound[grade].count - bound[grade].right} of ${bound[grade].count} ${grade} records are wrong: ${examples.filter((example) => example.startsWith(grade)).join("; ")}`,
    ),
    ...(pairs.wrong > 0
      ? [`${pairs.wrong} of ${pairs.count} pairs of certain records belong to different requests`]
      : []),
    ...(boundTwice > 0 ? [`${boundTwice} records are bound to two requests`] : []),
  ];
}

function counts(accuracy: Accuracy): readonly string[] {
  const { probable } = accuracy.bound;
  return [
    ...(probable.count === 0 ? [] : atLeast("precision of probable", probable.right / probable.count, 0.98)),
    ...atLeast("share of certain records", accuracy.certainShare, 0.6),
    ...near("requests", accuracy.requests),
    ...near("failures", accuracy.failures),
    ...atLeast(
      `share of right outcomes (${accuracy.confusions.slice(0, 3).join("; ")})`,
      accuracy.outcomeShare,
      0.99,
    ),
    ...atLeast(
      `share of right causes (${accuracy.confusions.slice(0, 3).join("; ")})`,
      accuracy.causeShare,
      0.99,
    ),
  ];
}

function atLeast(what: string, value: number, least: number): readonly string[] {
  return value >= least ? [] : [`${what} is ${value.toFixed(4)}, below ${least.toFixed(4)}`];
}

function near(
  what: string,
  { truth, found }: { readonly truth: number; readonly found: number },
): readonly string[] {
  // Half a per cent, and never less than one: a count cannot be off by a part of a request.
  const most = Math.max(1, truth * 0.005);
  return Math.abs(found - truth) <= most ? [] : [`${found} ${what} were found where ${truth} were`];
}
