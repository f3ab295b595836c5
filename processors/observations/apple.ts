import type { Key, Kind, Observation, Stage } from "../contract/index.ts";
import { copyText } from "../records/index.ts";
import type { ConsoleRecord } from "../records/index.ts";
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
 * Attempting to retrieve issued certificate...    Profile "www.windowsintune.com.SCEP.<profile key>" installed.
 * Cannot retrieve SCEP identity: NSError: … Domain : MCSCEPErrorDomain … Code : 22003
 * ```
 * Copies through a text editor carry RTF residue: `\` at the end, `\'93` and `\'94` for quotation marks. The URL of a GET
 * holds the whole SCEP message, hence the transaction id.
 */
export function observeApple(record: ConsoleRecord, context: ObserveContext, out: Observation[]): void {
  const isOurs = processes.test(record.process);
  if (!isOurs && !mayBeScep.test(record.text)) return;
  if (isOurs && !mayConcern.test(record.text)) return;
  const saying = readText(record.text, record.process);
  out.push(toObservation(record, context, saying));
}

const processes = /^(?:profiled|mdmclient|CertificateService|ManagedClient\w*|remotemanagementd|MC)\b/i;
const mayBeScep = /SCEP|PKIOperation/;
const mayConcern = /scep|cert|csr|PKIOperation|GetCA|profile|identity|URL request/i;

function readText(text: string, process: string): Saying {
  const facts: OpenFacts = { platform: /^(?:mdmclient|CertificateService)/i.test(process) ? "macos" : "ios" };
  const start = text.slice(0, 2048);
  for (const [form, read] of forms) {
    const match = form.exec(start);
    if (match !== null) return read(match, text, facts);
  }
  return {
    ...device,
    kind: "run.note",
    stage: 0,
    outcome: "none",
    keys: profileOf(start),
    facts: { ...facts, text: quoteText(text) },
  };
}

const device = { writer: "apple-device" } as const;

type Read = (match: RegExpExecArray, text: string, facts: OpenFacts) => Saying;

const forms: readonly (readonly [RegExp, Read])[] = [
  [/\bPerforming (?:a)?synchronous URL request: /i, readCall],
  [/\bSending CSR via (\w{1,8})/i, readMade],
  [/\bCannot retrieve SCEP identity|MCSCEPErrorDomain|MCProfileErrorDomain/i, readFailure],
  [
    /\bProfile\b.{0,400}\binstalled\b/i,
    (_match, text, facts) => say("deliver.installed", 5, "ok", profileOf(text), facts),
  ],
  [/\bAdding dependent\b/i, readDependent],
];

function readCall(match: RegExpExecArray, text: string, facts: OpenFacts): Saying {
  const rest = text.slice(match.index + match[0].length).trimStart();
  const end = rest.search(/\s/);
  const url = (end < 0 ? rest : rest.slice(0, end)).replace(/\\$/, "");
  const question = url.indexOf("?");
  const query = question < 0 ? "" : url.slice(question + 1);
  const keys: Key[] = [];
  const operation = /(?:^|&)operation=(\w{1,32})/i.exec(query.slice(0, 256))?.[1];
  if (operation !== undefined) facts.method = internText(operation);
  facts.path = internText((question < 0 ? url : url.slice(0, question)).slice(0, 256));
  if (operation?.toLowerCase() === "pkioperation") addScepQuery(keys, facts, query);
  return say("contact.device-call", 2, "none", keys, facts);
}

function readMade(match: RegExpExecArray, _text: string, facts: OpenFacts): Saying {
  return say("contact.device-request", 2, "none", [], {
    ...facts,
    method: internText((match[1] ?? "").toUpperCase()),
  });
}

/** The profile service reports the innermost error last: its domain and code name the failure. */
function readFailure(_match: RegExpExecArray, text: string, facts: OpenFacts): Saying {
  const scanned = text.slice(0, 8192);
  const code = [...scanned.matchAll(/\bCode\s{0,8}[:=]\s{0,4}(-?\d{1,6})\b/gi)].at(-1)?.[1];
  if (code !== undefined) facts.code = copyText(code);
  const isNetwork = /NSURLErrorDomain|timed out|could not connect|network connection was lost/i.test(scanned);
  facts.text = quoteText(text);
  return isNetwork
    ? say("contact.device-failed", 2, "failed", profileOf(scanned), facts)
    : say("deliver.failed", 5, "failed", profileOf(scanned), facts);
}

function readDependent(_match: RegExpExecArray, text: string, facts: OpenFacts): Saying {
  const keys = profileOf(text);
  if (keys.length === 0) return say("run.note", 0, "none", keys, { ...facts, text: quoteText(text) });
  return say("deliver.state", 5, "none", keys, { ...facts, state: "dependent-added" });
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
