import type { Claim, ClaimCause, Outcome, Stage } from "../contract/index.ts";
import { otherAlternatives } from "./alternatives/other-stages.ts";
import { verifyAlternatives } from "./alternatives/verify.ts";
import { knownCause } from "./catalogue.ts";
import { cluesOf } from "./clues.ts";
import type { Clues } from "./clues.ts";
import { contactDeviceSignals } from "./signals/contact-device.ts";
import { contactSignals } from "./signals/contact.ts";
import { deliverSignals } from "./signals/deliver.ts";
import { issueSignals } from "./signals/issue.ts";
import { reportSignals } from "./signals/report.ts";
import { weights } from "./signals/signal.ts";
import type { Signal } from "./signals/signal.ts";
import { verifyChallengeSignals } from "./signals/verify-challenge.ts";
import { verifyChannelSignals } from "./signals/verify-channel.ts";

/**
 * Chooses the cause of a request among those whose signal is in its evidence: first by nearness to the failed stage, then by how
 * much the signal says, then by the order of the tables. No signal, no cause: nothing is guessed.
 *
 * A failed request may be claimed by any signal; one that is open or unknown only by a signal that says what the trouble is; one
 * that succeeded only by what happened to its report.
 */
export const claimCause: ClaimCause = (request, activity) => {
  const clues = cluesOf(request, activity);
  for (const signal of bestFirst[request.outcome][request.failedStage ?? 0] ?? []) {
    const because = signal.find(clues);
    if (because !== null) return toClaim(signal.cause, because, clues);
  }
  return null;
};

const allSignals: readonly Signal[] = [
  ...contactSignals,
  ...contactDeviceSignals,
  ...verifyChannelSignals,
  ...verifyChallengeSignals,
  ...issueSignals,
  ...deliverSignals,
  ...reportSignals,
];
const tellingSignals = allSignals.filter(
  (signal) => signal.weight >= weights.plain || signal.stages.includes(6),
);

/** The signals to ask, best first, for each failed stage; 0: none. */
const bestFirst: Readonly<Record<Outcome, readonly (readonly Signal[])[]>> = {
  failed: byFailedStage(allSignals),
  open: byFailedStage(tellingSignals),
  unknown: byFailedStage(tellingSignals),
  succeeded: byFailedStage(reportSignals),
};

function byFailedStage(signals: readonly Signal[]): readonly (readonly Signal[])[] {
  const failedStages = [null, 1, 2, 3, 4, 5, 6] as const;
  return failedStages.map((stage) => signals.toSorted((a, b) => rankOf(b, stage) - rankOf(a, stage)));
}

/** Higher is better. A last resort stays behind everything, however near. */
function rankOf(signal: Signal, failedStage: Stage | null): number {
  const distance =
    failedStage === null ? 0 : Math.min(...signal.stages.map((stage) => Math.abs(stage - failedStage)));
  return (signal.weight === weights.last ? 0 : 1000) - distance * 10 + signal.weight;
}

function toClaim(id: string, because: string, clues: Clues): Claim {
  const open = verifyAlternatives.get(id) ?? otherAlternatives.get(id) ?? [];
  const supported = open.filter((each) => each.supported?.(clues) === true);
  const ranked = [...supported, ...open.filter((each) => !supported.includes(each))];
  return {
    cause: knownCause(id),
    because,
    alternatives: ranked.map((each) => ({ cause: knownCause(each.cause), tellApart: each.tellApart })),
  };
}
