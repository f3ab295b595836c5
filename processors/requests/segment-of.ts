import type { Observation } from "../contract/index.ts";
import { inFileOrder } from "./fragment.ts";
import type { Fragment, PluginRun } from "./fragment.ts";
import { rowOf } from "./layers/row-ends.ts";
import type { Row } from "./layers/row-ends.ts";
import type { Segment } from "./layers/segment.ts";
import { caRequests } from "./runs/ca-requests.ts";
import { connectorRuns } from "./runs/connector-runs.ts";
import { crpRuns } from "./runs/crp-runs.ts";
import { pluginRuns } from "./runs/plugin-runs.ts";
import { resultRuns } from "./runs/result-runs.ts";
import { isMissing } from "./silences.ts";
import type { Part } from "./silences.ts";

/** A source that was silent for so long may be missing altogether. */
const presentMs = 60 * 60_000;

/** Sorts the observations of a part, in order, into the runs and rows of a segment. */
export function segmentOf(
  host: string,
  part: Part,
  lastSeen: Map<string, number>,
): { segment: Segment; loose: readonly Observation[] } {
  const { observations, doubtBefore, lacking } = part;
  const by = new Map<string, Observation[]>();
  const from = observations[0]?.at ?? 0;
  for (const observation of observations) {
    const list = by.get(observation.writer);
    if (list === undefined) by.set(observation.writer, [observation]);
    else list.push(observation);
    // It tells of requests that are refused only: that it is there says nothing of others.
    if (observation.writer !== "legacy-connector") lastSeen.set(observation.writer, observation.at ?? from);
  }
  const of = (writer: string): readonly Observation[] => by.get(writer) ?? [];
  const plugin = pluginRuns(inFileOrder(of("plugin")));
  const crp = crpRuns(inFileOrder(of("crp")));
  const connector = resultRuns(connectorRuns(of("connector")), lacking);
  const ca = caRequests(of("ca"));
  const rows = rowsOf(of("iis"));
  const crpRunsKept = doubted(crp.runs, doubtBefore);
  const segment: Segment = {
    host,
    pluginRuns: doubted(plugin, doubtBefore).map(doubtedByClock),
    connectorRuns: doubted(connector.runs, doubtBefore),
    reports: connector.reports,
    followers: connector.followers,
    crpVerifies: crpRunsKept.filter((run) => run.role === "crp-verify"),
    crpNotifies: crpRunsKept.filter((run) => run.role === "crp-notify"),
    verifyRows: rows("verify.call"),
    notifyRows: rows("report.call"),
    pkiRows: rows("contact.pki-operation"),
    otherRows: rows(null),
    httpErrors: of("httperr"),
    ndesEvents: of("ndes"),
    pointRefusals: of("legacy-connector"),
    caRequests: ca.requests,
    present: new Set(
      [...lastSeen].flatMap(([writer, at]) =>
        from - at <= presentMs && !isMissing(observations, writer) ? [writer] : [],
      ),
    ),
  };
  // Bare calls help to order the others, and belong to no request. Those before a PKIOperation are counted where they are bound.
  const bare = of("iis").filter(({ kind }) => kind === "contact.probe" || kind === "contact.other");
  return {
    segment,
    loose: [...bare, ...leftOut(of("plugin"), plugin), ...crp.loose, ...connector.loose, ...ca.loose],
  };
}

function leftOut(observations: readonly Observation[], runs: readonly Fragment[]): readonly Observation[] {
  const count = runs.reduce((sum, run) => sum + run.observations.length, 0);
  if (count === observations.length) return [];
  const taken = new Set(runs.flatMap((run) => run.observations));
  return observations.filter((one) => !taken.has(one));
}

/** Runs whose neighbours a forced end may have taken: nothing about them is certain. */
function doubted<T extends Fragment>(runs: readonly T[], doubtBefore: number): readonly T[] {
  return doubtBefore === Number.NEGATIVE_INFINITY
    ? runs
    : runs.map((run) => (run.start < doubtBefore ? { ...run, whole: false } : run));
}

/** Its clock may be the hour off by which it was put back: what lies beside it then may be another's. */
function doubtedByClock(run: PluginRun): PluginRun {
  return run.observations.some(({ trust }) => trust === "zone-doubtful") ? { ...run, whole: false } : run;
}

const layered: ReadonlySet<string> = new Set(["verify.call", "report.call", "contact.pki-operation"]);

function rowsOf(observations: readonly Observation[]): (kind: string | null) => Row[] {
  return (kind) =>
    observations
      .filter((one) => (kind === null ? !layered.has(one.kind) : one.kind === kind))
      .map((one) => rowOf(one));
}
