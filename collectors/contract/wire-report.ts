import { formats } from "./formats.ts";
import { sourceConditions } from "./shipment.ts";
import type { SourceState } from "./shipment.ts";

/** More than any collector tells of: beyond it, it is no report. */
const sourcesMax = 4096;
const reportBytesMax = 4 * 2 ** 20;

/** The sources of a report as JSON; null: they are not. Never throws. */
export function decodeReport(bytes: Uint8Array): readonly SourceState[] | null {
  const list = bytes.length > reportBytesMax ? null : parsed(bytes);
  if (!Array.isArray(list) || list.length > sourcesMax) return null;
  const sources = list.map(sourceOf);
  return sources.every((source) => source !== null) ? sources : null;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8"));
  } catch {
    return null;
  }
}

function sourceOf(value: unknown): SourceState | null {
  if (typeof value !== "object" || value === null) return null;
  const fields = new Map<string, unknown>(Object.entries(value));
  const format = fields.get("format") ?? null;
  const source = {
    name: textOf(fields.get("name")),
    format: format === null ? null : formats.find((one) => one === format),
    condition: sourceConditions.find((one) => one === fields.get("condition")),
    detail: textOf(fields.get("detail")),
    files: countOf(fields.get("files")),
    bytesShipped: countOf(fields.get("bytesShipped")),
    bytesBehind: countOf(fields.get("bytesBehind")),
    changedAt: fields.get("changedAt") === null ? null : wholeOf(fields.get("changedAt")),
  };
  return isWhole(source) ? withWait(source, fields.get("waitsFrom")) : null;
}

type Told = Omit<SourceState, "waitsFrom">;
/** Each field as it has to be, or undefined. */
type Read = { readonly [Name in keyof Told]: Told[Name] | undefined };

function isWhole(source: Read): source is Told {
  return Object.values(source).every((value) => value !== undefined);
}

function withWait(source: Told, waits: unknown): SourceState | null {
  if (waits === undefined) return source;
  const waitsFrom = typeof waits === "number" && Number.isFinite(waits) ? waits : undefined;
  return waitsFrom === undefined ? null : { ...source, waitsFrom };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function wholeOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) ? value : undefined;
}

function countOf(value: unknown): number | undefined {
  const number = wholeOf(value);
  return number !== undefined && number >= 0 ? number : undefined;
}
