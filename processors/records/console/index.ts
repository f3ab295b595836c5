import type { Reader, ReaderStart } from "../reader.ts";
import { stampedLinesGrammar } from "../stamped-lines.ts";
import { openTextReader } from "../text-layer.ts";
import { consoleLines } from "./console-lines.ts";

export function openConsoleReader(start: ReaderStart): Reader {
  return openTextReader(start, stampedLinesGrammar(consoleLines(start.file.modifiedAt)));
}
