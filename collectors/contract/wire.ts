import { encodings, formats } from "./formats.ts";
import { decodeReport } from "./wire-report.ts";
import type { Shipment, ShippedSlice } from "./shipment.ts";

/**
 * A shipment as a message of Kafka. The log's bytes are the value as they are, so that any reader of Kafka shows them; what must be known of them stands in headers,
 * as text:
 *
 * | header        | is                                                                               |
 * |---------------|----------------------------------------------------------------------------------|
 * | `scepscope`   | version of this form and type of the shipment: `1 slice`, `1 sources`            |
 * | `format`, `encoding` | as in `formats.ts`                                                        |
 * | `host`        | of the file                                                                      |
 * | `host-given`  | `1` where a configuration names it; else left out                                |
 * | `site`        | left out where the host stands alone                                             |
 * | `path`, `file`, `source`, `context` | texts                                                      |
 * | `offset`, `end` | positions of the first byte, and behind the last one                           |
 * | `eof`         | `1`: the file will not grow; else `0`                                            |
 * | `read-at`, `floor`, `modified-at` | ms since 1970; the last two are left out where there is none |
 *
 * A message may have more headers, such as `traceparent` (`wire-origin.ts`): they change nothing.
 *
 * A report is JSON, of the type `sources`, with `host`, `read-at` and, where it is told, `collector`. The key is the site, else the host, and empty where that has no name: what has one key is read by
 * one processor, in order.
 */
export interface WireMessage {
  readonly key: string;
  readonly value: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** What a reader got: anybody may have written it. */
export interface ForeignMessage {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, ForeignHeader>> | undefined;
}

type ForeignHeader = Uint8Array | string | readonly (Uint8Array | string)[] | undefined;

/** Why a message is no shipment. */
export const messageRejections = [
  "message.foreign", // it has no header `scepscope`: something else writes into the topic
  "message.version", // a later collector wrote it
  "message.header", // a header is missing, there twice, or says something impossible
  "message.packing", // it is packed as no collector packs it, or unpacks to more than a collector sends
  "message.value", // the bytes are not those that the headers speak of
] as const;
export type MessageRejection = (typeof messageRejections)[number];

export type Decoded =
  | { readonly type: "shipment"; readonly shipment: Shipment }
  | { readonly type: "rejected"; readonly reason: MessageRejection; readonly detail: string };

const version = "1";

/** The value is the slice's own memory, not a copy. */
export function encodeShipment(shipment: Shipment, site: string = ""): WireMessage {
  const grouped = site === "" ? {} : { site };
  if (shipment.type === "sources") {
    const { host, readAt, collector, sources } = shipment;
    const headers = {
      scepscope: `${version} sources`,
      host,
      ...grouped,
      "read-at": String(readAt),
      ...(collector === undefined ? {} : { collector }),
    };
    return { key: keyOf(shipment, site), value: Buffer.from(JSON.stringify(sources)), headers };
  }
  const { file, offset, bytes, end } = shipment.slice;
  const headers = {
    scepscope: `${version} slice`,
    format: file.format,
    encoding: file.encoding,
    host: file.host,
    ...(file.isHostGiven === true ? { "host-given": "1" } : {}),
    ...grouped,
    path: file.path,
    file: file.id,
    source: shipment.source,
    context: shipment.context,
    offset: String(offset),
    end: String(offset + bytes.length),
    eof: end ? "1" : "0",
    "read-at": String(shipment.readAt),
    ...(shipment.floor === null ? {} : { floor: String(shipment.floor) }),
    ...(file.modifiedAt === null ? {} : { "modified-at": String(file.modifiedAt) }),
  };
  return { key: keyOf(shipment, site), value: asBuffer(bytes), headers };
}

/** What is processed together has one key. */
export function keyOf(shipment: Shipment, site: string): string {
  if (site !== "") return site;
  return shipment.type === "slice" ? shipment.slice.file.host : shipment.host;
}

/** Never throws, whatever was written. The shipment keeps nothing of the message alive: its bytes are a copy. */
export function decodeMessage(message: ForeignMessage): Decoded {
  try {
    return { type: "shipment", shipment: shipmentOf(message) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { type: "rejected", reason: error.reason, detail: error.message };
  }
}

/** Does not leave this file: from deep inside a message to its reason. */
class Refusal extends Error {
  readonly reason: MessageRejection;
  constructor(reason: MessageRejection, detail: string) {
    super(detail);
    this.reason = reason;
  }
}

function shipmentOf(message: ForeignMessage): Shipment {
  const headers = headersOf(message.headers);
  const type = typeOf(headers);
  const host = textOf(headers, "host", hostCharactersMax);
  const site = headers.has("site") ? textOf(headers, "site", hostCharactersMax) : host;
  if (asText(message.key ?? new Uint8Array()) !== site)
    throw new Refusal("message.header", "the key is neither the site nor the host");
  if (message.value === null) throw new Refusal("message.value", "it has no value");
  if (type === "slice") return sliceOf(headers, host, message.value);
  const sources = decodeReport(message.value);
  if (sources === null) throw new Refusal("message.value", "it is no report");
  const readAt = numberOf(headers, "read-at");
  if (!headers.has("collector")) return { type: "sources", host, readAt, sources };
  return { type: "sources", host, readAt, collector: textOf(headers, "collector", idCharactersMax), sources };
}

function typeOf(headers: ReadonlyMap<string, string>): Shipment["type"] {
  const [written, type, ...rest] = (headers.get("scepscope") ?? "").split(" ");
  if (written === "") throw new Refusal("message.foreign", "it has no header scepscope");
  if (written !== version) throw new Refusal("message.version", "its form is of another version");
  if (rest.length > 0 || (type !== "slice" && type !== "sources"))
    throw new Refusal("message.header", "scepscope names no shipment");
  return type;
}

function sliceOf(headers: ReadonlyMap<string, string>, host: string, value: Uint8Array): ShippedSlice {
  const file = {
    id: textOf(headers, "file", idCharactersMax),
    host,
    ...(headers.get("host-given") === "1" ? { isHostGiven: true as const } : {}),
    path: textOf(headers, "path", pathCharactersMax),
    format: memberOf(headers, "format", formats),
    encoding: memberOf(headers, "encoding", encodings),
    modifiedAt: headers.has("modified-at") ? numberOf(headers, "modified-at") : null,
  };
  const offset = positionOf(headers, "offset");
  if (offset + value.length !== positionOf(headers, "end"))
    throw new Refusal("message.value", "it has not as many bytes as lie between offset and end");
  const end = memberOf(headers, "eof", ["0", "1"]) === "1";
  return {
    type: "slice",
    source: textOf(headers, "source", pathCharactersMax),
    slice: { file, offset, bytes: new Uint8Array(value), end },
    context: textOf(headers, "context", contextCharactersMax),
    readAt: numberOf(headers, "read-at"),
    floor: headers.has("floor") ? numberOf(headers, "floor") : null,
  };
}

const hostCharactersMax = 255;
const idCharactersMax = 256;
const pathCharactersMax = 32_768;
const contextCharactersMax = 65_536;

/** Those that are known; of others only how many there are would matter, and Kafka's own limit holds for that. */
const known = [
  ...["scepscope", "format", "encoding", "host", "site", "path", "file", "source", "context"],
  ...["offset", "end", "eof", "read-at", "floor", "modified-at", "collector", "host-given"],
];

function headersOf(written: ForeignMessage["headers"]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const name of known) {
    const value = written !== undefined && Object.hasOwn(written, name) ? written[name] : undefined;
    if (value === undefined) continue;
    if (typeof value !== "string" && !(value instanceof Uint8Array))
      throw new Refusal("message.header", `${name} is there more than once`);
    headers.set(name, typeof value === "string" ? value : asText(value));
  }
  return headers;
}

/** Bytes that are no UTF-8 become U+FFFD. */
function asText(bytes: Uint8Array): string {
  return asBuffer(bytes).toString("utf8");
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function textOf(headers: ReadonlyMap<string, string>, name: string, charactersMax: number): string {
  const text = headers.get(name);
  if (text === undefined) throw new Refusal("message.header", `${name} is missing`);
  if (text.length > charactersMax) throw new Refusal("message.header", `${name} is too long`);
  return text;
}

function numberOf(headers: ReadonlyMap<string, string>, name: string): number {
  const text = textOf(headers, name, 32);
  const number = Number(text);
  if (!/^-?\d+(?:[.]\d+)?$/.test(text) || Math.abs(number) > Number.MAX_SAFE_INTEGER)
    throw new Refusal("message.header", `${name} is no number`);
  return number;
}

function positionOf(headers: ReadonlyMap<string, string>, name: string): number {
  const position = numberOf(headers, name);
  if (position < 0 || !Number.isInteger(position))
    throw new Refusal("message.header", `${name} is no position`);
  return position;
}

function memberOf<T extends string>(
  headers: ReadonlyMap<string, string>,
  name: string,
  members: readonly T[],
): T {
  const text = textOf(headers, name, 32);
  const member = members.find((one) => one === text);
  if (member === undefined) throw new Refusal("message.header", `${name} is none of those that are known`);
  return member;
}
