import type { Cluster } from "../cluster.ts";
import { isPluginRun } from "../fragment.ts";
import type { PluginRun } from "../fragment.ts";
import { isLoneResult } from "../runs/result-runs.ts";
import type { Span } from "./span.ts";
import { spanOf } from "./span.ts";

/** While an attempt waited for the CA: from the end of verification to what came next on the same thread. Null: its records do not show it. */
export function caWindow(cluster: Cluster): Span | null {
  const run = cluster.members[0]?.fragment;
  if (run === undefined) return null;
  if (isPluginRun(run)) return pluginWindow(cluster, run);
  if (run.role !== "connector-run") return null;
  const call = cluster.members.find((member) => member.fragment.role === "pki-row")?.fragment;
  // Of a run of which the result alone is there the wait lies somewhere in the call, before that.
  if (isLoneResult(run)) return call === undefined ? null : spanOf(call.start, run.start);
  const verified =
    run.observations.find((one) => one.kind === "verify.finished" && one.outcome === "ok")?.at ?? null;
  // What the CA leaves pending has no event of the connector: the call around it ends the wait.
  const decided = run.observations.find((one) => one.stage === 4)?.at ?? call?.end ?? null;
  return verified === null || decided === null ? null : spanOf(verified, decided);
}

function pluginWindow(cluster: Cluster, run: PluginRun): Span | null {
  if (Number.isNaN(run.verifiedAt) || run.verdict === false) return null;
  if (!Number.isNaN(run.notifiedAt)) return spanOf(run.verifiedAt, run.notifiedAt);
  const event = cluster.members.find((member) => member.fragment.role === "ndes-event")?.fragment;
  const row = cluster.members.find((member) => member.fragment.role === "pki-row")?.fragment;
  const to = event?.end ?? row?.end ?? Number.NaN;
  return to >= run.verifiedAt ? spanOf(run.verifiedAt, to) : null;
}

/** The host that a CA's event names, and that of a log, are the same: either may be written without its domain. */
export function isNamedHost(named: string, host: string): boolean {
  return named !== "" && (named === host || named.split(".")[0] === host.split(".")[0]);
}
