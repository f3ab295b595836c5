import { addCandidate, observationsOf } from "../cluster.ts";
import { bindLayer } from "./bind-layer.ts";
import { caWindow, isNamedHost } from "./ca-window.ts";
import { agreesWithCa, caWordOf } from "./ca-word.ts";
import { isLoneResult } from "../runs/result-runs.ts";
import type { BindContext } from "./segment.ts";
import { spanOf } from "./span.ts";

/**
 * A CA on the NDES host itself shares its clock: its request lies between the end of VerifyRequest and the start of Notify, or of the event that tells of
 * the refusal. A CA on another host is joined by strong keys, else by time (`joins/ca-elsewhere.ts`).
 */
export function bindCa(context: BindContext): void {
  const requests = context.segment.caRequests;
  if (requests.length === 0) return;
  const windows = context.clusters.flatMap((cluster) => {
    const span = caWindow(cluster);
    return span === null ? [] : [{ cluster, span }];
  });
  const own = context.segment.host;
  // Where steps are not logged, not all that waited for the CA are known.
  const isAllKnown = !context.clusters.some(
    ({ members: [first] }) => first !== undefined && isLoneResult(first.fragment),
  );
  const words = requests.map((request) => caWordOf(request.observations));
  const told = windows.map(({ cluster }) => caWordOf(observationsOf(cluster)));
  const layer = {
    inner: {
      spans: requests.map((request) => spanOf(request.start, request.end)),
      must: requests.map(
        (request) => windows.length > 0 && isAllKnown && isNamedHost(request.ndesHost, own) && request.whole,
      ),
      whole: requests.map((request) => request.whole),
    },
    outer: {
      spans: windows.map((window) => window.span),
      must: windows.map(() => false),
      whole: windows.map(({ cluster }) => cluster.members[0]?.fragment.whole === true),
    },
    agrees: (inner: number, outer: number) => {
      const [word, attempt] = [words[inner], told[outer]];
      return word === undefined || attempt === undefined || agreesWithCa(word, attempt);
    },
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
