import type { Key, Observation } from "../contract/index.ts";
import type { SvclogRecord } from "../records/index.ts";
import type { OpenFacts } from "./facts.ts";
import { findHresult } from "./hresult.ts";
import { quoteText } from "./kept-text.ts";
import { addLabelledKeys } from "./labelled-keys.ts";
import { noFacts, noKeys, toObservation } from "./observation.ts";
import type { Saying } from "./observation.ts";
import type { ObserveContext } from "./observe-context.ts";
import { recurringSayings } from "./recurring-sayings.ts";

/**
 * NDESConnector_*.svclog, which uploads what the registration point queued. Texts as in Microsoft's pictures of the log;
 * success is per batch, and uploads, downloads, revocations and PKCS work interleave:
 * ```
 * UploadCertificateData: processing entry with the following certificateData: UserID - <guid> DeviceID - <guid>…
 * Preparing connector messages to be uploaded to NDESConnector service - list count <n>
 * Activity ID: <guid>
 * Successfully uploaded the data.
 * ```
 */
export function observeUploader(record: SvclogRecord, context: ObserveContext, out: Observation[]): void {
  // The activity id of the envelope is no key here: one activity uploads the entries of many requests.
  out.push(toObservation(record, context, sayingOf(record)));
}

function sayingOf(record: SvclogRecord): Saying {
  // An error says more than its text.
  if (isError(record)) return constants.get(record.text) ?? readText(record);
  return recurring.get(record.text) ?? recurring.keep(record.text, readText(record));
}

const note = { writer: "uploader", kind: "run.note", stage: 0, outcome: "none", keys: noKeys } as const;
const uploaded: Saying = { ...note, kind: "report.batch", stage: 6, outcome: "ok", facts: noFacts };

const constants: ReadonlyMap<string, Saying> = new Map<string, Saying>([
  ["Successfully uploaded the data.", uploaded],
  ["Successfully uploaded the data", uploaded],
  ...["Uploading data to Connector service", "SerializeMessage: data", "In Revoke thread."].map(
    (text) => [text, { ...note, facts: { text } }] as const,
  ),
]);

const recurring = recurringSayings(constants);

function readText(record: SvclogRecord): Saying {
  const text = record.text.slice(0, scanCharsMax);
  if (/^\s{0,16}Successfully uploaded the data/i.test(text)) return uploaded;
  // PKCS work is written to the same trace and belongs to no SCEP request: its device must not become a key.
  if (/\bpfx\b|^IssuePfx|pkcs ?#?12/i.test(text)) return { ...note, facts: { text: quoteText(text) } };
  if (/\bprocessing entry\b.{0,80}certificateData/is.test(text) && !/\bdone processing\b/i.test(text))
    return readEntry(text);
  if (isFailedUpload(record, text)) return readFailedUpload(text);
  return readNote(text);
}

function readEntry(text: string): Saying {
  const keys: Key[] = [];
  addLabelledKeys(keys, text);
  return { ...note, kind: "report.entry", stage: 6, keys, facts: noFacts };
}

function isFailedUpload(record: SvclogRecord, text: string): boolean {
  return isError(record) && /upload/i.test(text) && !/download/i.test(text);
}

function isError(record: SvclogRecord): boolean {
  return record.level === "Error" || record.level === "Critical";
}

function readFailedUpload(text: string): Saying {
  const keys: Key[] = [];
  addLabelledKeys(keys, text);
  const facts: OpenFacts = { text: quoteText(text) };
  const code = findHresult(text);
  if (code !== null) facts.code = code;
  return { ...note, kind: "report.batch", stage: 6, outcome: "failed", keys, facts };
}

function readNote(text: string): Saying {
  const keys: Key[] = [];
  addLabelledKeys(keys, text);
  const facts: OpenFacts = { text: quoteText(text) };
  const count = /\blist count (\d{1,7})\b/i.exec(text)?.[1];
  if (count !== undefined) facts.count = Number(count);
  return { ...note, keys, facts };
}

const scanCharsMax = 8192;
