import type { RejectReason } from "../../contract/index.ts";
import { jsonValues } from "./json-values.ts";
import { lineValues } from "./line-values.ts";
import type { StatusValue } from "./status-value.ts";
import { xmlValues } from "./xml-values.ts";

const valuesMax = 500;
const valueCharactersMax = 4096;

/** Names and values in a text of any of the forms a status file may have; none when it has another. A DTD is rejected. */
export function statusValues(text: string): readonly StatusValue[] | RejectReason {
  const trimmed = text.replace(/^[\s\uFEFF]+/u, "").replace(/\0+$/u, "");
  const values = valuesOf(trimmed);
  if (typeof values === "string") return values;
  return values.slice(0, valuesMax).map(([name, value]) => [name, value.trim().slice(0, valueCharactersMax)]);
}

function valuesOf(text: string): readonly StatusValue[] | RejectReason {
  if (text.startsWith("<")) return xmlValues(text);
  return jsonValues(text) ?? lineValues(text);
}
