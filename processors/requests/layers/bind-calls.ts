import type { Fragment } from "../fragment.ts";
import type { CrpRun } from "../runs/crp-runs.ts";
import { isLossy } from "../runs/lossy.ts";
import { bindLayer } from "./bind-layer.ts";
import { bindRows } from "./bind-rows.ts";
import { nothing } from "./bind-twice.ts";
import { crpLayer } from "./call-layers.ts";
import type { Calls } from "./call-layers.ts";
import { takeInner } from "./join.ts";
import type { Join } from "./join.ts";
import type { Layer, LayerResult } from "./layer.ts";
import { rowFragment } from "./row-ends.ts";
import type { Row } from "./row-ends.ts";
import type { HostLearned, Segment } from "./segment.ts";
import type { Span } from "./span.ts";
import { straysOf } from "./strays.ts";
import { besideUnended, unendedNotifies, unendedVerifies } from "./unended-calls.ts";
import { doubt, tornByAnswers } from "./torn-runs.ts";

/**
 * What answers the plug-in's two kinds of calls: the registration point's runs first, then the rows that IIS wrote of them. Returns the runs that answered a call of which the plug-in's log has
 * nothing.
 */
export function bindCalls(segment: Segment, learned: HostLearned, join: Join): readonly CrpRun[] {
  const runs = segment.pluginRuns;
  const present = {
    plugin: segment.present.has("plugin"),
    crp: segment.present.has("crp"),
    iis: segment.present.has("iis"),
  };
  const verify: Calls = { runs, call: (run) => run.verifyCall, reached: (run) => run.reachedVerify };
  const notify: Calls = { runs, call: (run) => run.notifyCall, reached: (run) => run.reachedNotify };
  const unended = { verify: unendedVerifies(runs), notify: unendedNotifies(runs) };
  const { crpVerifies, crpNotifies, verifyRows, notifyRows } = segment;
  const verifying = crpLayer(verify, crpVerifies, present);
  const notifying = crpLayer(notify, crpNotifies, present);
  const verified = besideUnended(
    bindLayer(verifying, learned.crpVerify),
    verifying.inner.spans,
    unended.verify,
  );
  const notified = besideUnended(
    bindLayer(notifying, learned.crpNotify),
    notifying.inner.spans,
    unended.notify,
  );
  // Where the plug-in's log loses many lines, that a call is missing says nothing of what answered it, and no run of its own is certain.
  const hasHoles = hasLostLines(runs);
  const straysIn = (layer: Layer, result: LayerResult): ReadonlySet<number> =>
    hasHoles ? new Set() : straysOf(layer, result);
  const lone = { verify: straysIn(verifying, verified), notify: straysIn(notifying, notified) };
  const what = "the registration point's run";
  const inPlugin = (crps: readonly CrpRun[], alone: ReadonlySet<number>): readonly CrpRun[] =>
    present.plugin ? doubted(crps, alone) : [];
  takeInner(join, verified, { fragments: inPlugin(crpVerifies, lone.verify), what });
  takeInner(join, notified, { fragments: inPlugin(crpNotifies, lone.notify), what });
  const sides = [
    { calls: verify, rows: verifyRows, crps: crpVerifies, crp: verified, learned: learned.verifyRow },
    { calls: notify, rows: notifyRows, crps: crpNotifies, crp: notified, learned: learned.notifyRow },
  ];
  const rows = [...verifyRows, ...notifyRows, ...segment.pkiRows, ...segment.otherRows];
  const [ofVerify, ofNotify] = bindRows(sides, rows, present);
  const shown = (kept: readonly Row[]): readonly Row[] => (present.plugin ? kept : []);
  takeInner(join, besideUnended(ofVerify ?? nothing, verifyRows.map(stampedOf), unended.verify), {
    fragments: shown(verifyRows).map((row) => rowFragment("verify-row", row)),
    what: "the VerifyRequest row",
  });
  takeInner(join, besideUnended(ofNotify ?? nothing, notifyRows.map(stampedOf), unended.notify), {
    fragments: shown(notifyRows).map((row) => rowFragment("notify-row", row)),
    what: "the Notify row",
  });
  const answers = [
    ...crpVerifies.filter((_, index) => lone.verify.has(index)),
    ...crpNotifies.filter((_, index) => lone.notify.has(index)),
  ];
  const torn = hasHoles ? runs.keys() : tornByAnswers(runs, answers);
  for (const index of torn) {
    const cluster = join.clusters[index];
    if (cluster !== undefined) doubt(cluster);
  }
  return answers;
}

const stampedOf = (row: Row): Span => row.stamped;

/** Two runs of some seven lines complete each other only in a log that has lost about a tenth of its lines: half of its runs lack one. */
const brokenMost = 0.5;

function hasLostLines(runs: readonly Fragment[]): boolean {
  return isLossy({ broken: runs.filter((run) => !run.whole).length, all: runs.length }, brokenMost);
}

/** What no call can have made may be two runs of one thread of which the border is missing. */
function doubted(crps: readonly CrpRun[], strays: ReadonlySet<number>): readonly CrpRun[] {
  const isAny = hasLostLines(crps);
  return crps.map((crp, index) => (isAny || strays.has(index) ? { ...crp, whole: false } : crp));
}
