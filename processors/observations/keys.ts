import type { Key, KeyType } from "../contract/index.ts";
import { copyText } from "../records/index.ts";
import { plainDigits, plainGuid } from "./hex-spelling.ts";
import { internText } from "./kept-text.ts";

/**
 * Adds a key in its one spelling, unless the value is a poisoned one: empty, all zero, `-`, a placeholder, too long, or
 * not of the form that its type promises. A poisoned strong key would tie strangers together.
 */
export function addKey(keys: Key[], type: KeyType, written: string): void {
  if (keys.length >= keysMax || written.length === 0 || written.length > writtenCharsMax) return;
  const isRecurring = type === "clientIp" || type === "userAgent";
  const key = isRecurring ? recurringKey(type, written) : makeKey(type, written);
  if (key === null) return;
  for (const other of keys) if (other.type === type && other.value === key.value) return;
  keys.push(key);
}

function makeKey(type: KeyType, written: string): Key | null {
  const value = normaliseKey(type, written);
  return value === null ? null : { type, value };
}

/** Addresses and user agents come again with every row: each is spelled once, and its rows share one key. */
function recurringKey(type: KeyType, written: string): Key | null {
  const known = recurringKeys.get(written);
  if (known?.type === type) return known;
  const key = makeKey(type, written);
  if (key === null) return null;
  if (recurringKeys.size >= recurringMax) recurringKeys.clear();
  recurringKeys.set(copyText(written), key);
  return key;
}

/** A cache and nothing else: what is in it never changes a result. */
const recurringKeys = new Map<string, Key>();
const recurringMax = 8192;

/** The one spelling of a key value, or null when the value cannot be trusted as a key. */
export function normaliseKey(type: KeyType, written: string): string | null {
  return plainSpelling(type, written) ?? tolerantSpelling(type, written);
}

/** Identifiers of hex digits as most writers write them; null for all else. */
function plainSpelling(type: KeyType, written: string): string | null {
  switch (type) {
    case "activityId":
    case "connectorRequestId":
    case "deviceAttempt":
    case "deviceId":
    case "userId":
    case "profileId":
      return plainGuid(written);
    case "publicKeyHash":
    case "spkiHash":
      return plainDigits(written, 40, 40);
    case "transactionId":
      return written.length === 40 ? (plainDigits(written, 40, 40)?.toUpperCase() ?? null) : null;
    case "thumbprint":
      return plainDigits(written, 40, 40)?.toUpperCase() ?? null;
    case "serialNumber":
      return withoutLeadingZero(plainDigits(written, 15, 64));
    default:
      return null;
  }
}

function withoutLeadingZero(digits: string | null): string | null {
  return digits === null || digits.startsWith("0") ? null : digits;
}

function tolerantSpelling(type: KeyType, written: string): string | null {
  const trimmed = written.trim().replace(quotes, "").trim();
  return isPoisoned(trimmed) ? null : spellings[type](trimmed);
}

const keysMax = 16;
const writtenCharsMax = 1024;
const quotes = /^["']+|["']+$/g;

function isPoisoned(value: string): boolean {
  if (value.length === 0 || isRepetition(value) || marked.test(value)) return true;
  return value.length <= placeholderCharsMax && placeholders.has(value.toLowerCase());
}

/** Nothing but separators, nothing but zeros, or one character over and over: no writer draws such an identifier. */
function isRepetition(value: string): boolean {
  let only = "";
  let count = 0;
  for (const character of value) {
    if (betweenDigits.includes(character)) continue;
    if (only !== "" && character !== only) return false;
    only = character;
    count += 1;
  }
  return only === "" || only === "0" || count >= 8;
}

const betweenDigits = "-{}() :.";
/** Marks that authors and loggers put where a value was: `<user>`, `[GUID]`, `…`, `...`, `%1`; and control characters. */
const marked = /[<>…\u0000-\u001f\u007f\u202a-\u202e]|^\[[A-Za-z ]*\]$|\.\.\.|^%\d/;
const placeholders: ReadonlySet<string> = new Set([
  "null",
  "(null)",
  "none",
  "n/a",
  "na",
  "nil",
  "unknown",
  "undefined",
  "guid",
  "transid",
  "transactionid",
  "not available",
  "string.empty",
]);

const placeholderCharsMax = 16;

const spellings: { readonly [type in KeyType]: (value: string) => string | null } = {
  transactionId: spellTransactionId,
  thumbprint: (value) => spellHash(value)?.toUpperCase() ?? null,
  serialNumber: spellSerial,
  activityId: spellGuid,
  connectorRequestId: (value) => spellGuid(value) ?? spellOpaque(value),
  caRequestId: (value) => (caRequest.test(value) ? copyText(value.toLowerCase()) : null),
  publicKeyHash: spellHash,
  spkiHash: spellHash,
  statusFile: (value) => (value.length <= 320 ? copyText(value) : null),
  deviceAttempt: spellGuid,
  deviceId: (value) => spellGuid(value) ?? spellWeak(value),
  userId: (value) => spellGuid(value) ?? spellWeak(value),
  profileId: (value) => spellGuid(value.replaceAll("_", "-")),
  clientIp: spellAddress,
  userAgent: (value) => internText(value.length > 256 ? value.slice(0, 256) : value),
  subject: (value) => (value.length <= 400 ? copyText(value) : null),
};

/** Hex is compared without case; base64 and free forms are case-sensitive (RFC 8894: an opaque PrintableString). */
function spellTransactionId(value: string): string | null {
  if (value.length < 8 || value.length > 256 || !printable.test(value)) return null;
  return copyText(hex.test(value) ? value.toUpperCase() : value);
}

/** SHA-1, in any grouping; the certificate snap-in puts an invisible mark in front of a copied one. */
function spellHash(value: string): string | null {
  const digits = value.replace(separators, "");
  return digits.length === 40 && hex.test(digits) ? copyText(digits.toLowerCase()) : null;
}

/** Short serial numbers are counters that several authorities share: they prove nothing. */
function spellSerial(value: string): string | null {
  const digits = value.replace(/^0x/i, "").replace(separators, "");
  if (!hex.test(digits)) return null;
  const significant = digits.replace(/^0+/, "");
  return significant.length >= 15 && digits.length <= 64 ? copyText(significant.toLowerCase()) : null;
}

function spellGuid(value: string): string | null {
  const parts = guid.exec(value);
  if (parts === null) return null;
  const [, a = "", b = "", c = "", d = "", e = ""] = parts;
  return `${a}-${b}-${c}-${d}-${e}`.toLowerCase();
}

function spellOpaque(value: string): string | null {
  return value.length >= 8 && value.length <= 128 && printable.test(value) ? copyText(value) : null;
}

function spellWeak(value: string): string | null {
  return value.length <= 128 ? copyText(value.toLowerCase()) : null;
}

/** The first address of a forwarding list, without port, zone (`%13`) and IPv4-in-IPv6 prefix. */
function spellAddress(value: string): string | null {
  const first = value.split(/[,+\s]/, 1)[0] ?? "";
  const bare = first
    .replace(/^\[([^\]]*)\].*$/, "$1")
    .replace(/%.*$/, "")
    .replace(/^::ffff:(?=\d+\.)/i, "");
  const address = /^\d+\.\d+\.\d+\.\d+:\d+$/.test(bare) ? bare.slice(0, bare.indexOf(":")) : bare;
  return addressForm.test(address) && !isRepetition(address) ? internText(address.toLowerCase()) : null;
}

const hex = /^[0-9a-f]+$/i;
const guid = /^[{(]?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})[)}]?$/i;
const separators = /[\s:\u200e\u200f\ufeff-]/g;
const printable = /^[\x21-\x7e]+$/;
const caRequest = /^[^/\s]+\/[1-9]\d{0,9}$/;
const addressForm = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}:[0-9a-f:.]{1,60})$/i;
