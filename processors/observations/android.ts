import type { Key, Kind, Observation, Stage } from "../contract/index.ts";
import { copyText } from "../records/index.ts";
import type { OmadmRecord, TextRecord } from "../records/index.ts";
import type { OpenFacts } from "./facts.ts";
import type { FailureReason } from "./failure-reasons.ts";
import { addKey } from "./keys.ts";
import { internText, quoteText } from "./kept-text.ts";
import { toObservation } from "./observation.ts";
import type { Saying } from "./observation.ts";
import type { ObserveContext } from "./observe-context.ts";
import { findProfileKey } from "./profile-key.ts";

/**
 * Android: OMADM.log of the Company Portal, and CloudExtension.log, which serves the same purpose without a known grammar.
 * The SCEP work is done by the open-source library jscep, whose texts these are:
 * ```
 * There are <n> requests                     Trying to enroll certificate request: <profile key>
 * Sending GetCACaps(ca) to <url>             Received '200 OK' when sending GetCACaps(ca) to <url>
 * Encoding message: …PkcsReq@…[…,transId=<40 hex>]
 * Response: …CertRep@…[failInfo=<null>,pkiStatus=SUCCESS,…,transId=…]
 * Root cert '…' state changed from A to B    SCEP cert '<profile key>' state changed from A to B
 * ```
 * The rest of these logs is other device management; of it only lines that speak of certificates are kept.
 */
export function observeAndroid(
  record: OmadmRecord | TextRecord,
  context: ObserveContext,
  out: Observation[],
): void {
  const source = record.format === "omadm" ? record.source : "";
  const text = record.text.length > scanCharsMax ? record.text.slice(0, scanCharsMax) : record.text;
  if (!mayBeScep.test(text) && !mayBeScep.test(source)) return;
  const saying = readText(text);
  out.push(toObservation(record, context, { ...saying, facts: { platform: "android", ...saying.facts } }));
}

const scanCharsMax = 16_384;
const mayBeScep =
  /scep|cert|ModelName=AC_|GetCA|PKIOperation|There are \d+ requests|transaction id mismatch|senderNonce/i;

function readText(text: string): Saying {
  for (const [form, read] of forms) {
    const match = form.exec(text);
    if (match !== null) return read(match, text);
  }
  return say("run.note", 0, "none", { keys: profileOf(text), facts: { text: quoteText(text) } });
}

type Read = (match: RegExpExecArray, text: string) => Saying;

const forms: readonly (readonly [RegExp, Read])[] = [
  [
    /\bThere are (\d{1,6}) requests\b/i,
    (match) => say("profile.checked", 1, "none", { facts: { count: Number(match[1]) } }),
  ],
  [
    /\bTrying to enroll certificate request\b/i,
    (_match, text) => say("profile.received", 1, "ok", { keys: profileOf(text) }),
  ],
  [/\bReceived '(\d{3})[^']{0,100}' when sending (\w{1,32})/i, readAnswer],
  [/\bSending (Get\w{1,32}|PKIOperation\w{0,32}|\w{1,16}PKIOperation)\b.{0,200}? to (\S{1,1024})/i, readCall],
  [/\bEncoding message: .{0,200}?\b(\w{1,40})@/i, readMade],
  [/\bResponse: .{0,200}?CertRep@/i, readReply],
  [/\bRoot cert '[^']{0,300}' state changed from (\w{1,64}) to (\w{1,64})/i, readRootState],
  [/\bSCEP cert '([^']{0,600})' state changed from (\w{1,64}) to (\w{1,64})/i, readState],
  [/\bUser<[^>]{0,300}>\[i:(.{0,600}?),([0-9a-f]{40})[;\]]/i, readHeld],
  [
    /Trust anchor for certification path not found|unable to find valid certification path|(?:issuer|chain)\b.{0,60}\bnot (?:be )?found|(?:could not|cannot|unable to) (?:find|build).{0,60}\b(?:issuer|chain)/i,
    failed("missing-intermediate"),
  ],
  [/\b50[234] (?:Gateway|Bad Gateway|Service Unavailable)|Gateway Time-?out/i, failed("gateway-timeout")],
  [/UnknownHostException|Unable to resolve host/i, failed("name-not-resolved")],
  [/SocketTimeoutException|timed? ?out/i, failed("timed-out")],
  [/ConnectException|Failed to connect|Connection refused/i, failed("cannot-connect")],
  [/SSL\w{0,30}Exception|CertPathValidatorException/i, failed("tls-failure")],
  [/Transaction ID Mismatch|Response senderNonce is null/i, failed("invalid-response")],
  [/TransportException:? (\d{3})\b/i, readTransportError],
];

function readAnswer(match: RegExpExecArray): Saying {
  const status = Number(match[1]);
  const facts = { method: internText(match[2] ?? ""), status };
  return say("contact.device-call", 2, status === 200 ? "ok" : "failed", { facts });
}

function readCall(match: RegExpExecArray): Saying {
  const [, operation = "", url = ""] = match;
  const facts = {
    method: internText(operation),
    path: internText(url.split("?", 1)[0]?.slice(0, 256) ?? ""),
  };
  return say("contact.device-call", 2, "none", { facts });
}

/** jscep makes the transaction id from the key: hex of SHA-1 over the DER SubjectPublicKeyInfo. */
function readMade(match: RegExpExecArray, text: string): Saying {
  const keys = transactionOf(text);
  const id = keys[0]?.value ?? "";
  if (/^[0-9A-F]{40}$/.test(id) && text.includes("org.jscep")) addKey(keys, "spkiHash", id);
  const messageType = messageTypes.get((match[1] ?? "").toLowerCase());
  return say("contact.device-request", 2, "none", {
    keys,
    facts: messageType === undefined ? {} : { messageType },
  });
}

const messageTypes: ReadonlyMap<string, string> = new Map([
  ["pkcsreq", "19"],
  ["renewalreq", "17"],
  ["getcertinitial", "20"],
  ["getcert", "21"],
  ["getcrl", "22"],
]);

function readReply(_match: RegExpExecArray, text: string): Saying {
  const word = /\bpkiStatus=(\w{1,16})/i.exec(text)?.[1]?.toUpperCase() ?? "";
  const [pkiStatus, outcome] = pkiStatuses.get(word) ?? ["", "none"];
  const facts: OpenFacts = { messageType: "3" };
  if (pkiStatus !== "") facts.pkiStatus = pkiStatus;
  const failInfo = /\bfailInfo=(\w{1,32})/i.exec(text)?.[1];
  if (failInfo !== undefined) facts.failInfo = failInfos.get(failInfo.toLowerCase()) ?? copyText(failInfo);
  if (facts.failInfo === badTime) facts.reason = "clock-wrong" satisfies FailureReason;
  return say("deliver.reply", 5, outcome, { keys: transactionOf(text), facts });
}

const pkiStatuses: ReadonlyMap<string, readonly [string, Saying["outcome"]]> = new Map<
  string,
  readonly [string, Saying["outcome"]]
>([
  ["SUCCESS", ["0", "ok"]],
  ["FAILURE", ["2", "failed"]],
  ["PENDING", ["3", "pending"]],
]);

/** RFC 8894 section 3.2.1.4: the signing time of the request was too far from the server's clock. */
const badTime = "3";

const failInfos: ReadonlyMap<string, string> = new Map([
  ["badalg", "0"],
  ["badmessagecheck", "1"],
  ["badrequest", "2"],
  ["badtime", "3"],
  ["badcertid", "4"],
]);

function readRootState(match: RegExpExecArray): Saying {
  const [, previousState = "", state = ""] = match;
  return say("profile.root-state", 1, outcomeOf(state), {
    facts: { state: internText(state), previousState: internText(previousState) },
  });
}

function readState(match: RegExpExecArray): Saying {
  const [, profile = "", previousState = "", state = ""] = match;
  const facts = { state: internText(state), previousState: internText(previousState) };
  const outcome = outcomeOf(state);
  const kind =
    outcome === "failed" ? "deliver.failed" : outcome === "ok" ? "deliver.installed" : "deliver.state";
  return say(kind, 5, outcome, { keys: profileOf(profile), facts });
}

/** The names of the failure states are not published; what waits for the user ends in REQUESTED. */
function outcomeOf(state: string): Saying["outcome"] {
  if (/FAIL|ERROR|DENIED|REJECT/i.test(state)) return "failed";
  if (/_GRANTED$|_SUCCESS$|_INSTALLED$/i.test(state)) return "ok";
  return /_REQUESTED$/i.test(state) ? "pending" : "none";
}

/** `CertUtils … User<id>[i:<issuer>,<thumbprint>;eku:…]`: a certificate that the device holds. */
function readHeld(match: RegExpExecArray, text: string): Saying {
  const keys = profileOf(text);
  addKey(keys, "thumbprint", match[2] ?? "");
  return say("run.note", 0, "none", { keys, facts: { text: quoteText(text) } });
}

function failed(reason: FailureReason): Read {
  return (_match, text) =>
    say("contact.device-failed", 2, "failed", {
      keys: profileOf(text),
      facts: { reason, text: quoteText(text) },
    });
}

function readTransportError(match: RegExpExecArray, text: string): Saying {
  const facts = { status: Number(match[1]), reason: "http-refused", text: quoteText(text) };
  return say("contact.device-failed", 2, "failed", { facts });
}

function transactionOf(text: string): Key[] {
  const keys: Key[] = [];
  addKey(keys, "transactionId", /\btransId=([^\],\s]{1,256})/i.exec(text)?.[1] ?? "");
  return keys;
}

function profileOf(text: string): Key[] {
  const keys: Key[] = [];
  const profile = findProfileKey(text);
  if (profile !== null) addKey(keys, "profileId", profile.policyId);
  return keys;
}

function say(...[kind, stage, outcome, more]: SayArguments): Saying {
  return { writer: "android-device", kind, stage, outcome, keys: more.keys ?? [], facts: more.facts ?? {} };
}

type SayArguments = readonly [
  kind: Kind,
  stage: Stage | 0,
  outcome: Saying["outcome"],
  more: { readonly keys?: readonly Key[]; readonly facts?: OpenFacts },
];
