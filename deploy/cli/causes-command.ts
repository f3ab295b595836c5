import { catalogue } from "../../processors/index.ts";
import { terminalFacts, terminalOf } from "../runtime/terminal.ts";
import { knownCause } from "./known-cause.ts";
import type { Output } from "./output.ts";
import { renderCause, renderCauseList } from "./render/index.ts";

/** Prints one entry of the catalogue, or the list of all. */
export async function causesCommand(
  id: string | undefined,
  flags: { readonly color?: boolean },
  output: Output,
): Promise<number> {
  const { width, isColourful } = terminalOf(terminalFacts(), flags);
  const style = { width, colour: isColourful };
  if (id === undefined) {
    await output.write(`${renderCauseList(catalogue, style).trimEnd()}\n`);
    return 0;
  }
  await output.write(`${renderCause(knownCause(id), style).trimEnd()}\n`);
  return 0;
}
