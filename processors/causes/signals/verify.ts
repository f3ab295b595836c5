import type { Evidence, Facts } from "../../contract/index.ts";
import type { Clues } from "../clues.ts";
import { coded, either, reasoned, seen, weights } from "./signal.ts";
import type { Signal } from "./signal.ts";

/** Stage 3: nobody could be asked. */
const channelSignals: readonly Signal[] = [
  {
    cause: "verify.tls-name-mismatch",
    stages: [3],
    weight: weights.exact,
    find: seen(["run.failed", "run.note", "verify.failed"], inVerify(reasoned("tls-name-mismatch")),
      "the policy module's log says CERT_CN_INVALID"),
  },
  {
    cause: "verify.tls-failure",
    stages: [3],
    weight: weights.plain,
    find: seen(["run.failed", "verify.failed"], inVerify(either(tlsReason(), coded(12175))),
      (facts) => `the policy module's call failed in TLS (${facts.code ?? facts.reason})`),
  },
  {
    cause: "verify.crp-unreachable",
    stages: [3],
    weight: weights.plain,
    find: seen(["run.failed", "verify.failed"], inVerify(either(noAnswerReason(), coded(12029, 12007, 12002, 12152, 12030))),
      (facts) => `the policy module's call failed: WinHTTP ${facts.code ?? facts.reason}`),
  },
  {
    cause: "verify.client-certificate-untrusted",
    stages: [3],
    weight: weights.exact,
    find: seen(["verify.call"], (facts) => facts.status === 403 && facts.substatus === 16, "VerifyRequest was answered with 403.16"),
  },
  {
    cause: "verify.client-certificate-rejected",
    stages: [3],
    weight: weights.exact,
    find: seen(["verify.call"], (facts) => facts.status === 403 && facts.substatus !== 16,
      (facts) => `VerifyRequest was answered with 403.${facts.substatus ?? 0}`),
  },
  {
    cause: "verify.client-certificate-rejected",
    stages: [3],
    weight: weights.plain,
    find: seen(["run.failed", "verify.failed"], inVerify(either(reasoned("client-certificate-needed"), coded(12044))),
      "the policy module was asked for a client certificate that it did not send"),
  },
  {
    cause: "verify.client-certificate-untrusted",
    stages: [3],
    weight: weights.plain,
    find: seen(["verify.returned", "verify.failed"], (facts) => facts.status === 403,
      "the policy module got an HTML page 403 instead of a verdict"),
  },
  {
    cause: "verify.crp-500",
    stages: [3],
    weight: weights.plain,
    find: (clues) => crp500(clues),
  },
  { cause: "verify.client-certificate-expired", stages: [3], weight: weights.plain, find: noAnswer },
];

const challengeKinds = ["verify.failed", "verify.finished", "verify.returned", "verify.phase", "run.failed"] as const;

/** Stage 3: the challenge was looked at. */
const challengeSignals: readonly Signal[] = [
  named("verify.signing-certificate-missing", ["signing-certificate-missing"], 0x409),
  named("verify.encryption-certificate-missing", ["encryption-certificate-missing"], 0x408),
  named("verify.challenge-expired", ["challenge-expired", "challenge-invalid-timestamp"], 0x411),
  named("verify.challenge-unreadable", [
    "challenge-unreadable",
    "challenge-decoding-error",
    "challenge-decryption-error",
    "challenge-deserialization-error",
    "challenge-password-missing",
    "signature-validation-failed",
    "bad-certificate-request-id-in-challenge",
    "bad-device-id-in-challenge",
    "bad-user-id-in-challenge",
  ], 0x410),
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
  { cause: "verify.connector-offline", stages: [3], weight: weights.generic, find: (clues) => refusedWhile(clues, "verify.connector-offline") },
  { cause: "verify.challenge-reused", stages: [3], weight: weights.generic, find: (clues) => refusedWhile(clues, "verify.challenge-reused") },
  { cause: "verify.refused", stages: [3], weight: weights.generic, find: (clues) => refusedWhile(clues, "verify.refused") },
];

export const verifySignals: readonly Signal[] = [...channelSignals, ...challengeSignals];

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

/** Only while the run was verifying: the same failure in Notify is a matter of stage 6. */
function inVerify(test: (facts: Facts) => boolean): (facts: Facts, evidence: Evidence) => boolean {
  return (facts, evidence) => evidence.stage === 3 && test(facts);
}

function tlsReason(): (facts: Facts) => boolean {
  return reasoned(
    "tls-failure",
    "tls-certificate-date",
    "tls-certificate-revoked",
    "tls-certificate-invalid",
    "tls-untrusted-authority",
    "tls-revocation-offline",
  );
}

function noAnswerReason(): (facts: Facts) => boolean {
  return reasoned("cannot-connect", "name-not-resolved", "timed-out", "invalid-response", "connection-lost");
}

function crp500(clues: Clues): string | null {
  const answered = clues.of(["verify.call", "verify.returned", "verify.failed"]).some((each) => each.observation.facts.status === 500);
  if (!answered) return null;
  const compiled = clues.activity.signals.has("host.web-event/1310") ? ", and ASP.NET logged event 1310 at that time" : "";
  return `VerifyRequest was answered with 500${compiled}`;
}

/** The run ends at "Sending request": the plug-in says nothing more, and the registration point never heard of it. */
function noAnswer(clues: Clues): string | null {
  const run = clues.request.evidence.filter((each) => each.observation.writer === "plugin");
  if (run.at(-1)?.observation.kind !== "run.sent" || run.at(-1)?.stage !== 3) return null;
  if (clues.of(["verify.call", "verify.phase"]).length > 0 || clues.of(["verify.started"]).some(byCrp)) return null;
  // While the log may still go on, an answer may still come.
  const sentAt = run.at(-1)?.observation.at ?? null;
  const newestAt = clues.activity.newestAt;
  const waited = newestAt !== undefined && sentAt !== null && newestAt - sentAt > patienceMs;
  if (clues.request.outcome !== "failed" && !waited) return null;
  return "the policy module's run ends at \"Sending request to certificate registration point.\"";
}

const patienceMs = 5 * 60_000;

function byCrp(evidence: Evidence): boolean {
  return evidence.observation.writer === "crp";
}

/**
 * A refusal without a reason. Event 29 means "refused or failed", so the neighbours decide: others pass: this challenge; nobody
 * passes and several try: the connector. A False verdict of the third phase is about the request itself, not about reuse.
 */
function refusedWhile(clues: Clues, asked: string): string | null {
  const byNdes = clues.of(["verify.refused"]).length > 0;
  const byConnector = clues.of(["verify.finished"]).some((each) => each.observation.writer === "connector" && failed(each));
  const verdict = clues.of(["verify.returned", "verify.finished", "verify.phase"]).some((each) => failed(each));
  if (!byNdes && !verdict) return null;
  const { verifiedNear, refusedNear } = clues.activity;
  const offline = (byNdes || byConnector) && verifiedNear === 0 && refusedNear >= othersMin;
  const compared = clues.of(["verify.phase"]).some((each) => failed(each) && (each.observation.facts.phase ?? 1) > 1);
  const reused = byNdes && verifiedNear > 0 && !compared;
  const claimed = offline ? "verify.connector-offline" : reused ? "verify.challenge-reused" : "verify.refused";
  if (claimed !== asked) return null;
  const what = byNdes ? "NDES event 29" : byConnector ? "connector event 4005" : "the verdict is False";
  return `${what}; within five minutes ${verifiedNear} other verifications passed and ${refusedNear} were refused`;
}

const othersMin = 2;

function failed(evidence: Evidence): boolean {
  return evidence.observation.outcome === "failed" || evidence.observation.facts.verdict === false;
}
