import { codeUnits } from "./code-units.ts";
import { copyText } from "./copy-text.ts";
import type { Grammar, Skipper } from "./grammar.ts";
import { type Found, type Reader, type ReaderStart, recordBytesMax } from "./reader.ts";

/**
 * The part that all text formats have in common: bytes to text, byte order mark, runs of NULs, what is held back
 * between two reads, and entries that are too long to be held.
 *
 * NULs stand where a file system had reserved space and the writer never came back. They are a border for every
 * format: what was unfinished before them ends there, and what follows begins anew.
 */
export function openTextReader(
  start: ReaderStart,
  grammar: Grammar,
  bytesMax: number = recordBytesMax,
): Reader {
  const units = codeUnits(start.file.encoding);
  const layer: Layer = {
    unit: units.unit,
    grammar,
    bytesMax,
    held: "",
    encoded: false,
    offset: start.offset,
    nuls: 0,
    skipper: null,
    skipped: 0,
    markDone: start.offset !== 0,
  };
  return {
    read(bytes, found) {
      const before = takeHeld(layer);
      const text = units.toText(before, bytes);
      layer.encoded = units.encoded() || (layer.encoded && (before !== "" || layer.held !== ""));
      take(layer, text, found);
    },
    end(found) {
      finish(layer, found);
      const torn = units.held();
      if (torn === 0) return;
      found.rejected.push({ offset: layer.offset, length: torn, reason: "record.torn" });
      layer.offset += torn;
    },
    context: () => grammar.context(),
    position: () => layer.offset,
  };
}

interface Layer {
  readonly unit: 1 | 2;
  readonly grammar: Grammar;
  readonly bytesMax: number;
  /** The unfinished entry, or while skipping the last characters seen. */
  held: string;
  /** What is held or was read last may hold bytes of UTF-8 or ANSI. */
  encoded: boolean;
  /** Byte offset of the first held character. */
  offset: number;
  /** Length of the run of NULs in front of the next character. */
  nuls: number;
  skipper: Skipper | null;
  /** While skipping: characters of the entry in front of the held ones. */
  skipped: number;
  markDone: boolean;
}

/** What is held of an entry, to be read again with what follows. What a skipper has seen stays where it is. */
function takeHeld(layer: Layer): string {
  if (layer.skipper !== null || !layer.markDone || layer.nuls > 0) return "";
  const { held } = layer;
  layer.held = "";
  return held;
}

function take(layer: Layer, read: string, found: Found): void {
  let text = layer.markDone ? read : takeByteOrderMark(layer, read, found);
  while (text !== "") {
    if (layer.nuls > 0 || text.charCodeAt(0) === 0) {
      text = takeNuls(layer, text, found);
      continue;
    }
    const nul = text.indexOf("\0");
    if (nul < 0) {
      feed(layer, text, false, found);
      return;
    }
    feed(layer, text.slice(0, nul), true, found);
    text = text.slice(nul);
  }
}

/** The mark may come in pieces; until it is decided, its beginning is held. */
function takeByteOrderMark(layer: Layer, read: string, found: Found): string {
  const text = layer.held + read;
  const mark = layer.unit === 1 ? "\u00ef\u00bb\u00bf" : "\ufeff";
  if (text.length < mark.length && mark.startsWith(text)) {
    layer.held = text;
    return "";
  }
  layer.held = "";
  layer.markDone = true;
  if (!text.startsWith(mark)) return text;
  const length = mark.length * layer.unit;
  found.regions.push({ offset: layer.offset, length, name: "byte-order-mark" });
  layer.offset += length;
  return text.slice(mark.length);
}

/** Counts NULs without keeping them; what precedes them was closed. */
function takeNuls(layer: Layer, text: string, found: Found): string {
  if (layer.nuls === 0) feed(layer, "", true, found);
  let end = 0;
  while (end < text.length && text.charCodeAt(end) === 0) end += 1;
  layer.nuls += end;
  if (end < text.length) emitNuls(layer, found);
  return text.slice(end);
}

function emitNuls(layer: Layer, found: Found): void {
  const length = layer.nuls * layer.unit;
  found.rejected.push({ offset: layer.offset, length, reason: "record.nul-padding" });
  layer.offset += length;
  layer.nuls = 0;
}

function finish(layer: Layer, found: Found): void {
  layer.markDone = true;
  if (layer.nuls > 0) emitNuls(layer, found);
  feed(layer, "", true, found);
}

function feed(layer: Layer, piece: string, closed: boolean, found: Found): void {
  const text = layer.held === "" ? piece : layer.held + piece;
  const from = layer.skipper === null ? 0 : skip(layer, text, closed, found);
  if (from < 0) return;
  const rest = from === 0 ? text : text.slice(from);
  if (rest === "") {
    layer.held = "";
    return;
  }
  const { grammar, offset, unit, encoded, bytesMax } = layer;
  const used = grammar.scan({ text: rest, offset, unit, encoded, closed, bytesMax }, found);
  layer.offset += used * unit;
  layer.held = rest.slice(used);
  if (layer.held.length * unit > bytesMax + grammar.lookahead * unit) startSkipping(layer);
  else if (layer.held.length < rest.length >> 2) layer.held = copyText(layer.held);
}

function startSkipping(layer: Layer): void {
  const entry = layer.held;
  layer.skipper = layer.grammar.skipper(entry);
  layer.held = copyText(entry.slice(entry.length - layer.grammar.markMax));
  layer.skipped = entry.length - layer.held.length;
}

/** Index where the next entry begins, or -1 when the entry goes on. */
function skip(layer: Layer, text: string, closed: boolean, found: Found): number {
  const border = layer.skipper === null ? 0 : layer.skipper(text, closed);
  if (border < 0 && !closed) {
    const kept = Math.min(text.length, layer.grammar.markMax);
    layer.skipped += text.length - kept;
    layer.held = copyText(text.slice(text.length - kept));
    return -1;
  }
  const end = border < 0 ? text.length : border;
  const length = (layer.skipped + end) * layer.unit;
  found.rejected.push({ offset: layer.offset, length, reason: "record.too-long" });
  layer.offset += length;
  layer.skipper = null;
  layer.skipped = 0;
  return end;
}
