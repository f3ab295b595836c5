import { addCandidate } from "../cluster.ts";
import type { Cluster } from "../cluster.ts";
import { isPluginRun } from "../fragment.ts";
import type { PluginRun } from "../fragment.ts";
import { bindLayer } from "./bind-layer.ts";
import type { BindContext } from "./segment.ts";
import type { Span } from "./span.ts";
import { spanOf } from "./span.ts";

/**
 * A CA on the NDES host itself shares its clock: its request lies between the end of VerifyRequest and the start of Notify, or of the event that tells of
 * the refusal. A CA on another host is joined by strong keys only, elsewhere.
 */
export function bindCa(context: BindContext): void {
  const requests = context.segment.caRequests;
  if (requests.length === 0) return;
  const windows = context.clusters.flatMap((cluster) => {
    const span = windowOf(cluster);
    return span === null ? [] : [{ cluster, span }];
  });
  const own = context.segment.host;
  const layer = {
    inner: {
      spans: requests.map((request) => spanOf(request.start, request.end)),
      must: requests.map((request) => windows.length > 0 && isHost(request.ndesHost, own) && request.whole),
      whole: requests.map((request) => request.whole),
    },
    outer: {
      spans: windows.map((window) => window.span),
      must: windows.map(() => false),
      whole: windows.map(({ cluster }) => cluster.members[0]?.fragment.whole === true),
    },
    agrees: (inner: number, outer: number) =>
      outcomesAgree(requests[inner]?.observations ?? [], windows[outer]?.cluster),
  };
  const result = bindLayer(layer, context.learned.ca);
  for (const [index, request] of requests.entries()) {
    const window = windows[result.partnerOfInner[index] ?? -1];
    const grade = result.gradeOfInner[index] ?? null;
    if (window !== undefined && grade !== null) {
      const why =
        grade === "exact"
          ? "the only run that was waiting for the CA then"
          : "the run that was waiting for the CA then, by far the best fit";
      window.cluster.members.push({ fragment: request, grade, why });
      continue;
    }
    context.unbound.push(request);
    const candidates = result.candidatesOfInner.get(index) ?? [];
    for (const candidate of candidates) {
      const cluster = windows[candidate]?.cluster;
      if (cluster !== undefined)
        addCandidate(
          cluster,
          request.observations.slice(0, 1),
          `${candidates.length} runs were waiting for the CA then`,
        );
    }
  }
}

function isHost(named: string, host: string): boolean {
  return named !== "" && (named === host || named.split(".")[0] === host.split(".")[0]);
}

/** From the end of verification to what came next on the same thread. */
function windowOf(cluster: Cluster): Span | null {
  const run = cluster.members[0]?.fragment;
  if (run === undefined) return null;
  if (isPluginRun(run)) return pluginWindow(cluster, run);
  if (run.role !== "connector-run") return null;
  const verified =
    run.observations.find((one) => one.kind === "verify.finished" && one.outcome === "ok")?.at ?? null;
  // What the CA leaves pending has no event of the connector: the call around it ends the wait.
  const call = cluster.members.find((member) => member.fragment.role === "pki-row")?.fragment;
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

function outcomesAgree(events: readonly { readonly kind: string }[], cluster: Cluster | undefined): boolean {
  const refused =
    cluster?.members.some((member) =>
      member.fragment.observations.some((one) => one.kind === "issue.failed" || one.kind === "issue.denied"),
    ) === true;
  // What the CA issued or left pending was not refused to NDES.
  const taken = events.some(({ kind }) => kind === "issue.issued" || kind === "issue.pending");
  return !(refused && taken);
}
