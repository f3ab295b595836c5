import type { Latencies } from "../../index.ts";
import { aloneCost, assign, type Pair } from "./assignment.ts";
import { massBetween, sumOf } from "./density.ts";
import type { CrpRun, HostLogs } from "./read-host.ts";

/** What a call to the registration point looks like from the plug-in: cut stamps of before and after. */
export interface PluginCall {
  /** Place of its run. */
  readonly run: number;
  readonly sent: number;
  /** NaN: never. */
  readonly back: number;
}

export function callsOf({ runs }: HostLogs, kind: CrpRun["kind"]): readonly PluginCall[] {
  return runs
    .map((run, at) => ({
      run: at,
      sent: kind === "verify" ? run.sent : run.notifySent,
      back: kind === "verify" ? run.returned : run.notifyLeft,
    }))
    .filter(({ sent }) => !Number.isNaN(sent));
}

/** Calls to CRP runs: place among `calls` to place among the host's CRP runs. */
export function matchCrpRuns(
  logs: HostLogs,
  calls: readonly PluginCall[],
  by: { kind: CrpRun["kind"]; latencies: Latencies },
): ReadonlyMap<number, number> {
  const { connect, dispatch, answer, accept, leave } = by.latencies;
  const before = sumOf([connect, dispatch]);
  const after = sumOf(by.kind === "verify" ? [answer, accept] : [answer, accept, leave]);
  const pairs: Pair[] = [];
  logs.crpRuns.forEach((crp, right) => {
    if (crp.kind !== by.kind) return;
    calls.forEach(({ sent, back }, left) => {
      const gap = crp.start - sent;
      if (gap < 0 || gap > 200) return;
      // Both stamps of the plug-in are cut: the span before may be shorter, the one after longer by up to 1 ms.
      const tail =
        Number.isNaN(back) || Number.isNaN(crp.end)
          ? 1e-6
          : massBetween(after, back - crp.end, back - crp.end + 1);
      const cost = -Math.log(Math.max(1e-300, massBetween(before, gap - 1, gap) * tail));
      if (cost < aloneCost) pairs.push({ left, right, cost });
    });
  });
  return assign(pairs);
}
