import type { Facts } from "../../contract/index.ts";
import type { Clues } from "../clues.ts";
import { reasoned, seen, wasAbandoned, weights } from "./signal.ts";
import type { Signal } from "./signal.ts";

/** Stage 5, and the clocks that spoil it. */
export const deliverSignals: readonly Signal[] = [
  {
    cause: "host.clock-skew",
    stages: [2, 3, 5],
    weight: weights.exact,
    find: seen(
      ["deliver.reply", "deliver.failed", "contact.device-failed"],
      (facts) => wrongClock(facts) || badTime(facts),
      "the reply says badTime, or the device complains about its clock",
    ),
  },
  {
    cause: "deliver.client-gone",
    stages: [2, 5],
    weight: weights.plain,
    find: seen(
      ["contact.pki-operation"],
      hungUp,
      (facts) => `the PKIOperation row ends with win32 status ${facts.win32}: the client had hung up`,
    ),
  },
  { cause: "deliver.client-gone", stages: [5], weight: weights.generic, find: likelyGone },
  {
    cause: "deliver.client-gone",
    stages: [2, 5],
    weight: weights.generic,
    find: seen(["contact.http-error"], dropped, (facts) => `HTTP.sys logged ${facts.httpReason}`),
  },
  { cause: "deliver.install-failed", stages: [5], weight: weights.plain, find: installFailed },
  { cause: "deliver.waiting-for-user", stages: [5], weight: weights.plain, find: waiting },
  { cause: "deliver.failure-reply", stages: [3, 4, 5], weight: weights.last, find: failureReply },
];

/** ERROR_NETNAME_DELETED and ERROR_CONNECTION_ABORTED. */
function hungUp(facts: Facts): boolean {
  return facts.win32 === 64 || facts.win32 === 1236;
}

/** One of several rows that can be this request's own: how many hung up is certain, who is the likeliest. */
function likelyGone(clues: Clues): string | null {
  const row = clues.request.candidates.find(
    (each) => each.likeliest === true && hungUp(each.observation.facts),
  );
  if (row === undefined) return null;
  return `the likeliest PKIOperation row of several that fit ends with win32 status ${row.observation.facts.win32}: the client had hung up`;
}

const wrongClock = reasoned("clock-wrong");

/** RFC 8894: failInfo 3 is badTime. */
function badTime(facts: Facts): boolean {
  return facts.failInfo === "3" || facts.failInfo?.toLowerCase() === "badtime";
}

function dropped(facts: Facts): boolean {
  const reason = facts.httpReason ?? "";
  return (reason.startsWith("Connection_") && !wasAbandoned(facts)) || reason === "Client_Reset";
}

/** Windows tells its reply together with what came of it (CertEnroll 87). */
function refusedByReply(clues: Clues): boolean {
  return (
    clues.of(["deliver.reply", "deliver.failed"]).some((each) => each.observation.facts.pkiStatus === "2") ||
    gotNoReply(clues)
  );
}

/** Apple tells only that it could not use the reply: a refusal, unless a certificate is known to be issued. */
function gotNoReply(clues: Clues): boolean {
  return (
    clues.of(["deliver.failed"]).some((each) => unusable(each.observation.facts)) &&
    clues.of(["issue.issued"]).length === 0
  );
}

const unusable = reasoned("reply-unusable");

/** A device that was refused has nothing to install: its complaint then only repeats the reply. */
function installFailed(clues: Clues): string | null {
  if (refusedByReply(clues)) return null;
  const failure = clues.of(["deliver.failed"])[0];
  if (failure !== undefined)
    return `the device reports a failure${failure.observation.facts.code === undefined ? "" : `: ${failure.observation.facts.code}`}`;
  const state = clues
    .of(["deliver.state"])
    .find((each) => (each.observation.facts.state ?? "").includes("FAIL"));
  return state === undefined
    ? null
    : `the device's certificate went into state ${state.observation.facts.state}`;
}

function waiting(clues: Clues): string | null {
  if (clues.request.outcome === "failed") return null;
  const last = clues.of(["deliver.state", "deliver.installed"]).at(-1)?.observation.facts.state ?? "";
  const installed = clues.of(["deliver.installed"]).length > 0;
  return !installed && waitingStates.has(last) ? `the last state of the certificate is ${last}` : null;
}

const waitingStates: ReadonlySet<string> = new Set(["CERT_INSTALL_REQUESTED", "CERT_ACCESS_REQUESTED"]);

function failureReply(clues: Clues): string | null {
  if (gotNoReply(clues)) return "the device could not use the reply: it was a refusal, or no reply at all";
  if (refusedByReply(clues)) return "the device received a reply with status FAILURE";
  const answered = clues.of(["contact.pki-operation"]).some((each) => each.observation.facts.status === 200);
  return answered && clues.request.outcome === "failed"
    ? "the call was answered with 200 although the request failed"
    : null;
}
