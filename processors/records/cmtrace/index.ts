import type { Reader, ReaderStart } from "../reader.ts";
import { openTextReader } from "../text-layer.ts";
import { cmtraceGrammar } from "./cmtrace-grammar.ts";

export function openCmtraceReader(start: ReaderStart): Reader {
  return openTextReader(start, cmtraceGrammar());
}
