import type { Claim, Request } from "../../contract/index.ts";
import { knownCause } from "../catalogue.ts";
import { addTo, createTally } from "./watch.ts";
import type { Watch } from "./watch.ts";

const spanMs = 10 * 60_000;
const refusedMin = 5;
/** Spans beyond this are dropped oldest first: some 70 days. */
const spansMax = 10_000;

/** Refusals that give no reason of their own. */
const unexplained: ReadonlySet<string> = new Set([
  "verify.refused",
  "verify.connector-offline",
  "verify.challenge-reused",
]);

interface Span {
  passed: number;
  refused: number;
  oldest: number;
}

/** Ten minutes in which many are refused without a reason and nobody passes: the connector, not the devices. */
export function createRefusalWatch(): Watch {
  const spans = new Map<number, Span>();
  return {
    note(request, claim) {
      const at = request.startedAt;
      if (at === null) return;
      const verdict = verdictOf(request, claim);
      if (verdict === null) return;
      const index = Math.floor(at / spanMs);
      const span = spans.get(index) ?? { passed: 0, refused: 0, oldest: at };
      span[verdict] += 1;
      if (verdict === "refused") span.oldest = Math.min(span.oldest, at);
      spans.set(index, span);
      if (spans.size > spansMax) spans.delete(Math.min(...spans.keys()));
    },
    findings() {
      const offline = createTally();
      let refused = 0;
      for (const span of spans.values()) {
        if (span.passed > 0 || span.refused < refusedMin) continue;
        refused += span.refused;
        addTo(offline, span.oldest);
      }
      if (offline.count === 0) return [];
      const because = `${refused} requests in a row were refused without a reason while nobody passed`;
      return [
        { cause: knownCause("verify.connector-offline"), count: refused, oldest: offline.oldest, because },
      ];
    },
  };
}

function verdictOf(request: Request, claim: Claim | null): "passed" | "refused" | null {
  if (
    request.stages.some((view) => view.stage === 3 && (view.status === "done" || view.status === "implied"))
  )
    return "passed";
  if (request.failedStage !== 3 || claim === null) return null;
  return unexplained.has(claim.cause.id) ? "refused" : null;
}
