import { catalogue } from "../../processors/index.ts";
import { terminalFacts, terminalOf } from "../runtime/terminal.ts";
import { knownCause } from "./known-cause.ts";
import type { Output } from "./output.ts";
import { renderCause, renderCauseList } from "./render/index.ts";

/** Prints one entry of the catalogue, or the list of all. */
export async function causesCommand(
  id: string | undefined,
  flags: { readonly color?: boolean; readonly json?: boolean },
  output: Output,
): Promise<number> {
  const asked = id === undefined ? null : knownCause(id);
  if (flags.json === true) {
    await output.write(`${JSON.stringify({ causes: asked === null ? catalogue : [asked] })}\n`);
    return 0;
  }
  const { width, isColourful } = terminalOf(terminalFacts(), flags);
  const style = { width, colour: isColourful };
  const text = asked === null ? renderCauseList(catalogue, style) : renderCause(asked, style);
  await output.write(`${text.trimEnd()}\n`);
  return 0;
}
