import type { Key, Kind, Observation, Stage } from "../contract/index.ts";
import { copyText } from "../records/index.ts";
import type { ConsoleRecord } from "../records/index.ts";
import { appleFailure } from "./apple-failure.ts";
import type { OpenFacts } from "./facts.ts";
import { addKey } from "./keys.ts";
import { internText, quoteText } from "./kept-text.ts";
import { toObservation } from "./observation.ts";
import type { Saying } from "./observation.ts";
import type { ObserveContext } from "./observe-context.ts";
import { findProfileKey } from "./profile-key.ts";
import { addScepQuery } from "./scep-query.ts";

/**
 * iOS, iPadOS and macOS console. Lines of the processes that install profiles (`profiled`, `mdmclient`,
 * `CertificateService`), or any line that speaks of SCEP:
 * ```
 * Performing synchronous URL request: <url>       Sending CSR via GET.
 * URL request to <url> failed. Error: <error>     Issued certificate received.
 * Attempting to retrieve issued certificate...    Profile "www.windowsintune.com.SCEP.<profile key>" installed.
 * Cannot retrieve SCEP identity: NSError: … Domain : MCSCEPErrorDomain … Code : 22003
 * ```
 * On macOS, where `CertificateService` talks to nobody but SCEP servers:
 * ```
 * Processing MDM_SCEP_Enroll for server: <url>    Installed configuration profile: <name> (<identifier>:<uuid>) for <user>
 * Task <…> received response, status 500 content K
 * [ERROR] <: [MDM_SCEP_Enroll] Calling SCEPRequestCertSignature --> <NSOSStatusErrorDomain:-603>
 * ```
 * Copies through a text editor carry RTF residue: `\` at the end, `\'93` and `\'94` for quotation marks. The URL of a GET
 * holds the whole SCEP message, hence the transaction id. Profiles of other kinds (`www.windowsintune.com.wifi.…`, `.credentials.…`) are installed by the same processes with the
 * same words: they are no certificate.
 */
export function observeApple(record: ConsoleRecord, context: ObserveContext, out: Observation[]): void {
  const isOurs = processes.test(record.process);
  if (!isOurs && !mayBeScep.test(record.text)) return;
  if (isOurs && !mayConcern.test(record.text) && !isAnswer(record)) return;
  const saying = readText(record.text, record.process);
  out.push(toObservation(record, context, saying));
}

/** Other processes talk to other servers as well. */
function isAnswer(record: ConsoleRecord): boolean {
  return /^CertificateService\b/i.test(record.process) && answer.test(record.text);
}

const processes = /^(?:profiled|mdmclient|CertificateService|ManagedClient\w*|remotemanagementd|MC)\b/i;
const mayBeScep = /SCEP|PKIOperation/;
const mayConcern = /scep|cert|csr|PKIOperation|GetCA|profile|identity|URL request/i;
const answer = /\breceived response, status ([45]\d\d)\b/i;

function readText(text: string, process: string): Saying {
  const facts: OpenFacts = { platform: /^(?:mdmclient|CertificateService)/i.test(process) ? "macos" : "ios" };
  const start = text.slice(0, 2048);
  for (const [form, read] of forms) {
    const match = form.exec(start);
    if (match !== null) return read(match, text, facts);
  }
  return note(profileOf(start), text, facts);
}

const device = { writer: "apple-device" } as const;

type Read = (match: RegExpExecArray, text: string, facts: OpenFacts) => Saying;

const forms: readonly (readonly [RegExp, Read])[] = [
  [/\bPerforming (?:a)?synchronous URL request: |\bProcessing MDM_SCEP_Enroll for server: /i, readCall],
  [/\bURL request to (?=\S)/i, readUnanswered],
  [answer, readAnswer],
  [/\bSending CSR via (\w{1,8})/i, readMade],
  [/\bIssued certificate received\b/i, readReply],
  [/\bCannot retrieve SCEP identity|MCSCEPErrorDomain|\bMDM-SCEP\b/i, readFailure],
  [/^(?=[^]*SCEP)[^]*MCProfileErrorDomain/i, readFailure],
  [/\[MDM_SCEP_Enroll\] Calling \w{1,64} -->\s{1,4}<[\w-]{1,64}:-?\d{1,10}>/i, readFailure],
  [/\bProfile\b.{0,400}\binstalled\b|\bInstalled configuration profile\b/i, readInstalled],
  [/\bAdding dependent\b/i, readDependent],
];

function readCall(match: RegExpExecArray, text: string, facts: OpenFacts): Saying {
  const { keys } = readUrl(text.slice(match.index + match[0].length), facts);
  return say("contact.device-call", 2, "none", keys, facts);
}

/** What a call asks for, and what is said behind its URL, which may be long: that of a GET holds the whole message. */
function readUrl(
  text: string,
  facts: OpenFacts,
): { readonly keys: readonly Key[]; readonly path: string; readonly behind: string } {
  const rest = text.trimStart();
  const end = rest.search(/\s/);
  const url = (end < 0 ? rest : rest.slice(0, end)).replace(/\\$/, "");
  const question = url.indexOf("?");
  const query = question < 0 ? "" : url.slice(question + 1);
  const keys: Key[] = [];
  const operation = /(?:^|&)operation=(\w{1,32})/i.exec(query.slice(0, 256))?.[1];
  if (operation !== undefined) facts.method = internText(operation);
  const path = (question < 0 ? url : url.slice(0, question)).slice(0, 256);
  facts.path = internText(path);
  if (operation?.toLowerCase() === "pkioperation") addScepQuery(keys, facts, query);
  return { keys, path, behind: end < 0 ? "" : rest.slice(end) };
}

function readMade(match: RegExpExecArray, _text: string, facts: OpenFacts): Saying {
  return say("contact.device-request", 2, "none", [], {
    ...facts,
    method: internText((match[1] ?? "").toUpperCase()),
  });
}

function readUnanswered(match: RegExpExecArray, text: string, facts: OpenFacts): Saying {
  const upToUrl = match.index + match[0].length;
  const { keys, path, behind } = readUrl(text.slice(upToUrl), facts);
  if (!/^\s{1,4}failed\b/i.test(behind)) return note(keys, text, facts);
  const failure = readFailure(match, `${text.slice(0, upToUrl)}${path}${behind}`, facts);
  return { ...failure, keys: [...keys, ...failure.keys] };
}

/** What the web server answered, when that was no good; a good answer may yet hold a refusal. */
function readAnswer(match: RegExpExecArray, _text: string, facts: OpenFacts): Saying {
  return say("contact.device-call", 2, "failed", [], { ...facts, status: Number(match[1]) });
}

function readReply(_match: RegExpExecArray, _text: string, facts: OpenFacts): Saying {
  return say("deliver.reply", 5, "ok", [], { ...facts, messageType: "3", pkiStatus: "0" });
}

function readFailure(_match: RegExpExecArray, text: string, facts: OpenFacts): Saying {
  const scanned = text.slice(0, 8192);
  const { code, reason, atContact } = appleFailure(scanned);
  if (code !== null) facts.code = copyText(code);
  if (reason !== null) facts.reason = reason;
  facts.text = quoteText(text);
  const keys = profileOf(scanned);
  return atContact
    ? say("contact.device-failed", 2, "failed", keys, facts)
    : say("deliver.failed", 5, "failed", keys, facts);
}

function readInstalled(match: RegExpExecArray, text: string, facts: OpenFacts): Saying {
  if (!/\.SCEP\./i.test(text)) return note([], text, facts);
  if (/\bnot (?:be )?installed$/i.test(match[0])) return readFailure(match, text, facts);
  return say("deliver.installed", 5, "ok", profileOf(text), facts);
}

function readDependent(_match: RegExpExecArray, text: string, facts: OpenFacts): Saying {
  const keys = profileOf(text);
  if (keys.length === 0) return note(keys, text, facts);
  return say("deliver.state", 5, "none", keys, { ...facts, state: "dependent-added" });
}

function note(keys: readonly Key[], text: string, facts: OpenFacts): Saying {
  return say("run.note", 0, "none", keys, { ...facts, text: quoteText(text) });
}

function say(...[kind, stage, outcome, keys, facts]: SayArguments): Saying {
  return { ...device, kind, stage, outcome, keys, facts };
}

type SayArguments = readonly [Kind, Stage | 0, Saying["outcome"], readonly Key[], OpenFacts];

function profileOf(text: string): Key[] {
  const keys: Key[] = [];
  const profile = findProfileKey(text.slice(0, 4096));
  if (profile !== null) addKey(keys, "profileId", profile.policyId);
  return keys;
}
