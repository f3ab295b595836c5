import type { Key, KeyType } from "../contract/index.ts";
import { addKey } from "./keys.ts";

/**
 * Adds the keys that a free text names in clear words: `TransactionId: …`, `thumbprint = …`, `DeviceID - …`.
 *
 * A value without its label is left alone: 40 hex digits can be a thumbprint, a transaction id or a key hash.
 */
export function addLabelledKeys(keys: Key[], text: string): void {
  const scanned = text.length > scanCharsMax ? text.slice(0, scanCharsMax) : text;
  if (!mayHoldLabel.test(scanned)) return;
  labelled.lastIndex = 0;
  for (let count = 0; count < matchesMax; count += 1) {
    const match = labelled.exec(scanned);
    if (match === null) return;
    const label = match[1] ?? "";
    const type = usualLabels.get(label) ?? labels.get(label.replace(/[ _-]/g, "").toLowerCase());
    if (type === undefined || (ofCertificate.has(type) && isOfTheServer(scanned, match.index))) continue;
    addKey(keys, type, (match[2] ?? "").replace(/[.,;)\]}'"]+$/, ""));
  }
}

const scanCharsMax = 4096;
const matchesMax = 32;
/** The end of a label and the sign behind it: turns nearly all texts away before the search for labels. */
const mayHoldLabel = /(?:id|print|serial|number)["']?\s{0,4}[:=-]/i;
const labelled =
  /\b(trans(?:action)?[ _-]?id|device[ _-]?id|user[ _-]?id|activity[ _-]?id|client-request-id|(?:certificate[ _-]?)?thumbprint|(?:certificate[ _-]?)?serial[ _-]?(?:number)?)["']?\s{0,4}(?:[:=]|-(?=\s))\s{0,4}["'{([]{0,2}([A-Za-z0-9+/=_.@-]{6,256})/gi;

const labels: ReadonlyMap<string, KeyType> = new Map([
  ["transid", "transactionId"],
  ["transactionid", "transactionId"],
  ["deviceid", "deviceId"],
  ["userid", "userId"],
  ["activityid", "activityId"],
  ["clientrequestid", "activityId"],
  ["thumbprint", "thumbprint"],
  ["certificatethumbprint", "thumbprint"],
  ["serial", "serialNumber"],
  ["serialnumber", "serialNumber"],
  ["certificateserial", "serialNumber"],
  ["certificateserialnumber", "serialNumber"],
]);

/** As the traces of the connector write them, most often by far. */
const usualLabels: ReadonlyMap<string, KeyType> = new Map([
  ["UserID", "userId"],
  ["DeviceID", "deviceId"],
  ["Activity ID", "activityId"],
]);

const ofCertificate: ReadonlySet<KeyType> = new Set(["thumbprint", "serialNumber"]);

/** The host's own certificates are named in every request's lines: as keys they would join all requests. */
function isOfTheServer(text: string, index: number): boolean {
  return serverCertificate.test(text.slice(Math.max(0, index - 40), index));
}

const serverCertificate =
  /sign|encrypt|\bca\b|client|ndes|root|issuer|server|connector|\bra\b|\bcrp\b|\bgwp\b|\bmp\b/i;
