import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import type { Document, Pair } from "yaml";

/** Where something stands in the file, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface YamlError extends Position {
  readonly what: string;
}

export interface UnreadYaml {
  readonly status: "unread";
  readonly errors: readonly YamlError[];
}

export interface YamlText {
  readonly status: "read";
  /** Plain values; a key without a value is left out, as if it were not there. */
  readonly values: unknown;
  /** Where the value of a path stands, or its `key`; the nearest thing around it that is there, if it is not. */
  placeOf(path: readonly PropertyKey[], key?: string): Position;
}

/** Reads YAML 1.2. Repeated keys are errors, and so are references: nothing here is large enough to need them. */
export function readYaml(text: string): YamlText | UnreadYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const errors = [...document.errors, ...document.warnings].map(({ message, pos }) => ({
    ...positionAt(pos[0]),
    what: message.replace(/[\s.:]+$/, ""),
  }));
  if (errors.length > 0) return { status: "unread", errors };
  try {
    const values: unknown = document.toJS({ maxAliasCount: 0 });
    return {
      status: "read",
      values: withoutEmpty(values),
      placeOf: (path, key) => positionAt(offsetOf(document, path, key)),
    };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const what = "references (`*name`) are not followed here";
    return { status: "unread", errors: [{ line: 1, column: 1, what }] };
  }
}

function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([, below]) => below !== null);
  return Object.fromEntries(kept.map(([key, below]) => [key, withoutEmpty(below)]));
}

function offsetOf(document: Document, path: readonly PropertyKey[], key: string | undefined): number {
  let node: unknown = document.contents;
  for (const part of path) {
    const below = isSeq(node) ? node.items[Number(part)] : pairOf(node, part)?.value;
    if (!isNode(below)) return startOf(pairOf(node, part)?.key ?? node);
    node = below;
  }
  return startOf((key === undefined ? undefined : pairOf(node, key)?.key) ?? node);
}

function pairOf(node: unknown, key: PropertyKey): Pair | undefined {
  return isMap(node) ? node.items.find((pair) => nameOf(pair.key) === String(key)) : undefined;
}

function nameOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : "";
}

function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
