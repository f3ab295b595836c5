import type { StatusValue } from "./status-value.ts";

const lineCharactersMax = 8192;
const pair = /^\s*"?([A-Za-z][\w.-]*(?: [\w.-]+)*)"?\s*[:=](.*)$/u;

/** `key=value` and `key: value`, one a line, or several parted by `;` when each part of the line is one. Other lines say nothing. */
export function lineValues(text: string): readonly StatusValue[] {
  return text.split(/[\r\n]+/u).flatMap((line) => (line.length > lineCharactersMax ? [] : pairsOf(line)));
}

function pairsOf(line: string): readonly StatusValue[] {
  const parts = line.split(";").filter((part) => part.trim() !== "");
  const several = parts.flatMap(pairOf);
  return several.length === parts.length ? several : pairOf(line);
}

function pairOf(text: string): readonly StatusValue[] {
  const found = pair.exec(text);
  if (found === null) return [];
  return [[found[1] ?? "", unquoted((found[2] ?? "").trim())]];
}

function unquoted(value: string): string {
  return /^"[^"]*"$/u.test(value) ? value.slice(1, -1) : value;
}
