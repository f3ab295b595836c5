import { grouped, trustOfBegin } from "../../contract/index.ts";
import type { Claim, Request } from "../../contract/index.ts";
import { knownCause } from "../catalogue.ts";
import { hasPassed } from "./has-passed.ts";
import { addTo, createTally, sinceOf } from "./watch.ts";
import type { Watch, WatchMaker } from "./watch.ts";
import type { RefusalSpan, WatchStates } from "./watch-states.ts";

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

/** Ten minutes in which many are refused without a reason and nobody passes: the connector, not the devices. */
export const refusalWatch: WatchMaker = {
  looksAtRequests: true,
  state: "refusals",
  make: createRefusalWatch,
};

function createRefusalWatch(states: WatchStates): Watch {
  const spans = (states.refusals ??= new Map());
  return {
    note(request, claim) {
      const at = request.startedAt;
      if (at === null) return;
      const verdict = verdictOf(request, claim);
      if (verdict === null) return;
      const index = Math.floor(at / spanMs);
      const span = spans.get(index) ?? beginSpan(spans, index);
      span[verdict] += 1;
      if (verdict === "refused") noteRefusal(span, request, at);
    },
    findings() {
      const offline = createTally();
      let refused = 0;
      for (const span of spans.values()) {
        if (span.passed > 0 || span.refused < refusedMin) continue;
        refused += span.refused;
        addTo(offline, span.oldest, span.oldestTrust);
      }
      if (offline.count === 0) return [];
      const because = `${grouped(refused)} requests in a row were refused without a reason while nobody passed`;
      return [
        { cause: knownCause("verify.connector-offline"), count: refused, ...sinceOf(offline), because },
      ];
    },
  };
}

function beginSpan(spans: Map<number, RefusalSpan>, index: number): RefusalSpan {
  const span = { passed: 0, refused: 0, oldest: Number.POSITIVE_INFINITY };
  spans.set(index, span);
  if (spans.size > spansMax) spans.delete(Math.min(...spans.keys()));
  return span;
}

function noteRefusal(span: RefusalSpan, request: Request, at: number): void {
  if (at >= span.oldest) return;
  const trust = trustOfBegin(request);
  span.oldest = at;
  delete span.oldestTrust;
  if (trust !== null) span.oldestTrust = trust;
}

function verdictOf(request: Request, claim: Claim | null): "passed" | "refused" | null {
  if (hasPassed(request, 3)) return "passed";
  if (request.failedStage !== 3 || claim === null) return null;
  return unexplained.has(claim.cause.id) ? "refused" : null;
}
