import type { Reader, ReaderStart } from "../reader.ts";
import { openTextReader } from "../text-layer.ts";
import { svclogGrammar } from "./svclog-grammar.ts";

export function openSvclogReader(start: ReaderStart): Reader {
  return openTextReader(start, svclogGrammar());
}
