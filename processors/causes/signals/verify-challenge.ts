import { counted, grouped } from "../../contract/index.ts";
import type { Evidence, HostActivity } from "../../contract/index.ts";
import { wasCompared } from "../clues.ts";
import type { Clues } from "../clues.ts";
import { coded, either, reasoned, seen, weights } from "./signal.ts";
import type { Signal } from "./signal.ts";

const challengeKinds = [
  "verify.failed",
  "verify.finished",
  "verify.returned",
  "verify.phase",
  "run.failed",
] as const;

/** Stage 3: the challenge was looked at. */
export const verifyChallengeSignals: readonly Signal[] = [
  named("verify.signing-certificate-missing", ["signing-certificate-missing"], 0x409),
  named("verify.encryption-certificate-missing", ["encryption-certificate-missing"], 0x408),
  named("verify.challenge-expired", ["challenge-expired", "challenge-invalid-timestamp"], 0x411),
  named(
    "verify.challenge-unreadable",
    [
      "challenge-unreadable",
      "challenge-decoding-error",
      "challenge-decryption-error",
      "challenge-deserialization-error",
      "challenge-password-missing",
      "signature-validation-failed",
      "bad-certificate-request-id-in-challenge",
      "bad-device-id-in-challenge",
      "bad-user-id-in-challenge",
    ],
    0x410,
  ),
  named("verify.request-mismatch", [
    "subject-mismatch",
    "subject-name-mismatch",
    "subject-name-missing",
    "subject-alt-name-mismatch",
    "subject-alt-name-missing",
    "key-usage-mismatch",
    "key-length-mismatch",
    "enhanced-key-usage-mismatch",
    "enhanced-key-usage-missing",
    "aad-key-identifier-list-missing",
    "registered-key-mismatch",
    "signing-cert-thumbprint-mismatch",
    "certificate-request-decoding-failed",
    "scep-profile-no-longer-targeted-to-the-client",
  ]),
  {
    cause: "verify.connector-offline",
    stages: [3],
    weight: weights.plain,
    find: seen(
      ["verify.finished"],
      (facts, { observation }) => observation.writer === "connector" && notThrough(facts),
      (facts) => `connector event 4005 quotes a call to Intune that did not get through (${facts.reason})`,
    ),
  },
  {
    cause: "verify.connector-offline",
    stages: [3],
    weight: weights.generic,
    find: (clues) => refusedWhile(clues, "verify.connector-offline"),
  },
  {
    cause: "verify.challenge-reused",
    stages: [3],
    weight: weights.generic,
    find: (clues) => refusedWhile(clues, "verify.challenge-reused"),
  },
  {
    cause: "verify.refused",
    stages: [3],
    weight: weights.generic,
    find: (clues) => refusedWhile(clues, "verify.refused"),
  },
];

const notThrough = reasoned(
  "name-not-resolved",
  "tls-failure",
  "cannot-connect",
  "timed-out",
  "connection-lost",
  "http-refused",
);

/** A signal on the words or the code of a verification error. */
function named(cause: string, reasons: readonly string[], code?: number): Signal {
  const test = code === undefined ? reasoned(...reasons) : either(reasoned(...reasons), coded(code));
  return {
    cause,
    stages: [3],
    weight: weights.exact,
    find: seen(challengeKinds, test, (facts) => `verification says ${facts.reason ?? facts.code}`),
  };
}

/**
 * A refusal without a reason. Event 29 means "refused or failed", so the neighbours decide: others pass: this challenge; nobody
 * passes and several try: the connector. A False verdict of the third phase is about the request itself, not about reuse.
 */
function refusedWhile(clues: Clues, asked: string): string | null {
  const refusal = refusalOf(clues);
  if (refusal === null || judge(refusal, clues.activity) !== asked) return null;
  const { verifiedNear, refusedNear } = clues.activity;
  return `${refusal.what}; within five minutes ${counted(verifiedNear, "other verification")} passed and ${grouped(refusedNear)} ${refusedNear === 1 ? "was" : "were"} refused`;
}

interface Refusal {
  readonly what: string;
  readonly byNdes: boolean;
  readonly byConnector: boolean;
  /** The request was compared with its challenge and found different. */
  readonly isCompared: boolean;
}

function refusalOf(clues: Clues): Refusal | null {
  const byNdes = clues.of(["verify.refused"]).length > 0;
  const verdicts = clues.of(["verify.returned", "verify.finished", "verify.phase"]).filter(isRefused);
  const byPoint = clues.of(["verify.failed"]).some(isRejected);
  if (!byNdes && !byPoint && verdicts.length === 0) return null;
  const byConnector = verdicts.some((each) => each.observation.writer === "connector");
  const what = byNdes ? "NDES event 29" : byConnector ? "connector event 4005" : wordsOf(verdicts);
  return { what, byNdes, byConnector, isCompared: wasCompared(clues) };
}

/** The legacy connector: the registration point completed its check, and said no. */
function isRejected({ observation: { writer, facts } }: Evidence): boolean {
  return writer === "legacy-connector" && facts.eventId === 20501;
}

/** Of a page or of nothing in its place the policy module makes a refusal; or only the code is logged with which it ended. */
function wordsOf(verdicts: readonly Evidence[]): string {
  if (verdicts.length === 0) return "connector event 20501";
  const said = verdicts.filter((each) => each.observation.facts.verdict === false);
  if (said.some((each) => each.observation.facts.text === undefined)) return "the verdict is False";
  if (said.length > 0) return "the policy module got something else than a verdict";
  return `the policy module's check ended with ${verdicts[0]?.observation.facts.code ?? "a failure"}`;
}

function judge(
  { byNdes, byConnector, isCompared }: Refusal,
  { verifiedNear, refusedNear, isOneCaller }: HostActivity,
): string {
  const othersMin = isOneCaller === true ? triesMax : severalMin;
  if ((byNdes || byConnector) && verifiedNear === 0 && refusedNear >= othersMin)
    return "verify.connector-offline";
  return byNdes && verifiedNear > 0 && !isCompared ? "verify.challenge-reused" : "verify.refused";
}

/** One other may be the same device that tries again. */
const severalMin = 2;
/** Within ten minutes one device does not try more often. Behind a proxy, devices of one kind are one caller, too. */
const triesMax = 5;

function isRefused(evidence: Evidence): boolean {
  return evidence.observation.outcome === "failed" || evidence.observation.facts.verdict === false;
}
