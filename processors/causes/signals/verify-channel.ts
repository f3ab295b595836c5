import { counted } from "../../contract/index.ts";
import type { Evidence, Facts } from "../../contract/index.ts";
import type { Clues } from "../clues.ts";
import { coded, either, reasoned, seen, statusWords, stopsAsking, weights } from "./signal.ts";
import type { Signal } from "./signal.ts";

/** Stage 3: nobody could be asked. */
export const verifyChannelSignals: readonly Signal[] = [
  {
    cause: "verify.tls-name-mismatch",
    stages: [3],
    weight: weights.exact,
    find: seen(
      ["run.failed", "run.note", "verify.failed"],
      inVerify(reasoned("tls-name-mismatch")),
      "the policy module's log says CERT_CN_INVALID",
    ),
  },
  {
    cause: "verify.tls-failure",
    stages: [3],
    weight: weights.plain,
    find: seen(
      ["run.failed", "verify.failed"],
      inVerify(either(tlsReason(), coded(12175))),
      (facts) => `the policy module's call failed in TLS (${facts.code ?? facts.reason})`,
    ),
  },
  {
    cause: "verify.crp-unreachable",
    stages: [3],
    weight: weights.plain,
    find: seen(
      ["run.failed", "verify.failed"],
      inVerify(either(noAnswerReason(), coded(12029, 12007, 12002, 12152, 12030))),
      (facts) => `the policy module's call failed: WinHTTP ${facts.code ?? facts.reason}`,
    ),
  },
  {
    cause: "verify.crp-unreachable",
    stages: [3],
    weight: weights.plain,
    find: seen(
      ["verify.call", "verify.returned", "contact.http-error"],
      (facts, { stage }) => stage === 3 && notThere.has(facts.status ?? 0),
      unreachedWords,
    ),
  },
  {
    cause: "verify.client-certificate-untrusted",
    stages: [3],
    weight: weights.exact,
    find: seen(
      ["verify.call"],
      (facts) => facts.status === 403 && facts.substatus === 16,
      "VerifyRequest was answered with 403.16",
    ),
  },
  {
    cause: "verify.client-certificate-rejected",
    stages: [3],
    weight: weights.exact,
    find: seen(
      ["verify.call"],
      (facts) => facts.status === 403 && facts.substatus !== 16,
      (facts) => `VerifyRequest was answered with ${statusWords(facts)}`,
    ),
  },
  {
    cause: "verify.client-certificate-rejected",
    stages: [3],
    weight: weights.plain,
    find: seen(
      ["run.failed", "verify.failed"],
      inVerify(either(reasoned("client-certificate-needed"), coded(12044))),
      "the policy module was asked for a client certificate that it did not send",
    ),
  },
  {
    cause: "verify.client-certificate-untrusted",
    stages: [3],
    weight: weights.plain,
    find: seen(
      ["verify.returned", "verify.failed"],
      (facts) => facts.status === 403,
      "the policy module got an HTML page 403 instead of a verdict; which 403 it is stands in the log of IIS only",
    ),
  },
  {
    cause: "verify.crp-500",
    stages: [3],
    weight: weights.plain,
    find: (clues) => crp500(clues),
  },
  { cause: "verify.client-certificate-expired", stages: [3], weight: weights.plain, find: noAnswer },
];

function unreachedWords(facts: Facts, { observation: { kind } }: Evidence): string {
  if (kind === "verify.returned") return `the policy module got a page ${facts.status} instead of a verdict`;
  const how =
    kind === "verify.call" ? statusWords(facts) : `${facts.status} ${facts.httpReason ?? ""} by HTTP.sys`;
  return `VerifyRequest was answered with ${how}`;
}

/** The site has no such application, keeps it behind a login or has no process for it; or something before the site answers in its place. */
const notThere: ReadonlySet<number> = new Set([401, 404, 405, 407, 502, 503, 504]);

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
  const answered = clues
    .of(["verify.call", "verify.returned", "verify.failed"])
    .some((each) => each.observation.facts.status === 500);
  if (!answered) return null;
  const compiled = clues.activity.signals.has("host.web-event/1310")
    ? ", and ASP.NET logged event 1310 at that time"
    : "";
  return `VerifyRequest was answered with 500${compiled}`;
}

/** The run ends at "Sending request": the plug-in says nothing more, and the registration point never heard of it. */
function noAnswer(clues: Clues): string | null {
  if (!stopsAsking(clues)) return null;
  if (clues.of(["verify.call", "verify.phase"]).length > 0 || clues.of(["verify.started"]).some(byCrp))
    return null;
  // A log that just ends there may go on elsewhere: the request has failed only if it is known to have ended.
  if (clues.request.outcome !== "failed") return null;
  const { verifiedNear } = clues.activity;
  const others =
    verifiedNear === 0 ? "" : `; within five minutes ${counted(verifiedNear, "other verification")} passed`;
  return `the policy module's run ends at "Sending request to certificate registration point."${others}`;
}

function byCrp(evidence: Evidence): boolean {
  return evidence.observation.writer === "crp";
}
