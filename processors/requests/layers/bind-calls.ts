import { bindLayer } from "./bind-layer.ts";
import { bindRows } from "./bind-rows.ts";
import { nothing } from "./bind-twice.ts";
import { crpLayer } from "./call-layers.ts";
import type { Calls } from "./call-layers.ts";
import { takeInner } from "./join.ts";
import type { Join } from "./join.ts";
import { rowFragment } from "./row-ends.ts";
import type { Row } from "./row-ends.ts";
import type { HostLearned, Segment } from "./segment.ts";

/** What answers the plug-in's two kinds of calls: the registration point's runs first, then the rows that IIS wrote of them. */
export function bindCalls(segment: Segment, learned: HostLearned, join: Join): void {
  const runs = segment.pluginRuns;
  const present = {
    plugin: segment.present.has("plugin"),
    crp: segment.present.has("crp"),
    iis: segment.present.has("iis"),
  };
  const verify: Calls = { runs, call: (run) => run.verifyCall, reached: (run) => run.reachedVerify };
  const notify: Calls = { runs, call: (run) => run.notifyCall, reached: (run) => run.reachedNotify };
  const { crpVerifies, crpNotifies, verifyRows, notifyRows } = segment;
  const verified = bindLayer(crpLayer(verify, crpVerifies, present), learned.crpVerify);
  const notified = bindLayer(crpLayer(notify, crpNotifies, present), learned.crpNotify);
  const what = "the registration point's run";
  takeInner(join, verified, { fragments: present.plugin ? crpVerifies : [], what });
  takeInner(join, notified, { fragments: crpNotifies, what });
  const sides = [
    { calls: verify, rows: verifyRows, crps: crpVerifies, crp: verified, learned: learned.verifyRow },
    { calls: notify, rows: notifyRows, crps: crpNotifies, crp: notified, learned: learned.notifyRow },
  ];
  const rows = [...verifyRows, ...notifyRows, ...segment.pkiRows, ...segment.otherRows];
  const [ofVerify, ofNotify] = bindRows(sides, rows, present);
  const shown = (kept: readonly Row[]): readonly Row[] => (present.plugin ? kept : []);
  takeInner(join, ofVerify ?? nothing, {
    fragments: shown(verifyRows).map((row) => rowFragment("verify-row", row)),
    what: "the VerifyRequest row",
  });
  takeInner(join, ofNotify ?? nothing, {
    fragments: shown(notifyRows).map((row) => rowFragment("notify-row", row)),
    what: "the Notify row",
  });
}
