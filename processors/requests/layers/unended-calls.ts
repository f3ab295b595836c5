import type { PluginRun } from "../fragment.ts";
import { toleranceMaxMs } from "./layer.ts";
import type { LayerResult } from "./layer.ts";
import { lessSure } from "./less-sure.ts";
import type { Span } from "./span.ts";

/** When calls began of which the plug-in's log has no end, ms UTC: its process died, or the lines are lost. What answered one can seem to fit into another's. */
export function unendedVerifies(runs: readonly PluginRun[]): readonly number[] {
  return runs.flatMap(({ verifyCall, observations: [first], start }) =>
    verifyCall === null && first !== undefined && begins.has(first.kind) ? [start] : [],
  );
}

export function unendedNotifies(runs: readonly PluginRun[]): readonly number[] {
  return runs.flatMap(({ notifyCall, notifiedAt }) =>
    notifyCall === null && !Number.isNaN(notifiedAt) ? [notifiedAt] : [],
  );
}

const begins: ReadonlySet<string> = new Set(["verify.started", "run.sent"]);

/** What may as well be the answer to a call without an end is certain of no other. */
export function besideUnended(
  result: LayerResult,
  inners: readonly Span[],
  begun: readonly number[],
): LayerResult {
  if (begun.length === 0) return result;
  const isRivalled = mayAnswer(begun);
  return lessSure(result, (inner) => {
    const span = inners[inner];
    return span !== undefined && isRivalled(span);
  });
}

/** Whether a span may have begun in one of these calls: from its beginning on, for as long as a call may wait for its turn. */
export function mayAnswer(begun: readonly number[]): (span: Span) => boolean {
  return ({ endFrom, endTo, lengthMs }) =>
    begun.some((at) => endTo - lengthMs >= at - toleranceMaxMs && endFrom - lengthMs <= at + turnMs);
}

const turnMs = 1000;
