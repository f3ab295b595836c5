import { hostMetrics, readMetrics } from "../processors/contract/index.ts";
import type { Metric } from "../processors/contract/index.ts";
import type { Duration } from "./alert.ts";
import { rise, series } from "./promql.ts";

/** Calls of devices to NDES: what the policy module calls on the same server is another matter. */
export const scepCalls = "capabilities|ca-certificate|pki-operation";

interface Sum {
  readonly metric: Metric;
  /** Labels that its alerts tell apart. */
  readonly by: string;
  /** Of this label each alert reads some values: those that nobody reads are not summed up. */
  readonly chosenBy?: string;
  /** All that read it want only these. */
  readonly only?: string;
}

/**
 * Counters that several alerts of one group read, or one of them twice. What they rose by is recorded by the group itself, before its alerts and for the same moment: nothing is
 * told later for it. Most of what a rule costs is finding the series that it reads, so each is read once, and recorded only where it rose.
 */
const sums: readonly Sum[] = [
  { metric: hostMetrics.responses, by: "host, code", chosenBy: "code", only: `call=~"${scepCalls}"` },
  { metric: hostMetrics.issueErrors, by: "host, teller, issue_reason", chosenBy: "issue_reason" },
  { metric: readMetrics.duplicateBytes, by: "host" },
];

/** The recorded `rise` of one of these counters; nothing where it did not rise. */
export function recordedRise(metric: Metric, labels: string, window: Duration): string {
  return series({ ...metric, name: `host:${metric.name}:increase${window}` }, labels);
}

/** The rules that record what these expressions read. */
export function sumRules(
  expressions: readonly string[],
): readonly { readonly record: string; readonly expr: string }[] {
  return sums.flatMap((sum) => {
    const read = expressions.flatMap((expr) => selectionsOf(sum, expr));
    const byWindow = Map.groupBy(read, ({ window }) => window);
    return [...byWindow].map(([window, selections]) => ({
      record: recordedRise(sum.metric, "", window),
      expr: rise(sum.metric, narrowed(sum, selections), { window, by: sum.by }),
    }));
  });
}

interface Selection {
  readonly window: Duration;
  readonly labels: string;
}

function selectionsOf({ metric }: Sum, expr: string): readonly Selection[] {
  const found = expr.matchAll(new RegExp(`\\bhost:${metric.name}:increase(\\w+)(?:\\{([^}]*)\\})?`, "g"));
  return [...found].flatMap(([, window = "", labels = ""]) =>
    isDuration(window) ? [{ window, labels }] : [],
  );
}

function narrowed({ chosenBy, only = "" }: Sum, selections: readonly Selection[]): string {
  if (chosenBy === undefined) return only;
  const values = selections.flatMap(({ labels }) =>
    [...labels.matchAll(new RegExp(`\\b${chosenBy}=~?"([^"]*)"`, "g"))].flatMap(([, value = ""]) =>
      value.split("|"),
    ),
  );
  return `${only}${only === "" ? "" : ","}${chosenBy}=~"${[...new Set(values)].join("|")}"`;
}

function isDuration(text: string): text is Duration {
  return /^\d+[smhd]$/.test(text);
}
