import { openTextReader } from "../text-layer.ts";
import type { Reader, ReaderStart } from "../reader.ts";
import { httpErrRowReader } from "./httperr-row.ts";
import { iisRowReader } from "./iis-row.ts";
import { w3cGrammar } from "./w3c-grammar.ts";

export function openIisReader(start: ReaderStart): Reader {
  return openTextReader(start, w3cGrammar(start, iisRowReader));
}

export function openHttpErrReader(start: ReaderStart): Reader {
  return openTextReader(start, w3cGrammar(start, httpErrRowReader));
}
