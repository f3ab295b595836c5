import type { Reader, ReaderStart } from "../reader.ts";
import { openTextReader } from "../text-layer.ts";
import { plainLinesGrammar } from "./plain-lines-grammar.ts";

export function openPlainTextReader(start: ReaderStart): Reader {
  return openTextReader(start, plainLinesGrammar());
}
