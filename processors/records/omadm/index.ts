import type { Reader, ReaderStart } from "../reader.ts";
import { stampedLinesGrammar } from "../stamped-lines.ts";
import { openTextReader } from "../text-layer.ts";
import { omadmLine } from "./omadm-line.ts";

export function openOmadmReader(start: ReaderStart): Reader {
  return openTextReader(start, stampedLinesGrammar(omadmLine));
}
