import { catalogue, causeById } from "../../processors/index.ts";
import { terminalFacts, terminalOf } from "../runtime/terminal.ts";
import { cliError } from "./cli-error.ts";
import { nearest } from "./nearest.ts";
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
  const cause = causeById(id);
  if (cause === undefined) throw unknownCause(id);
  await output.write(`${renderCause(cause, style).trimEnd()}\n`);
  return 0;
}

function unknownCause(id: string): Error {
  const close = nearest(
    id,
    catalogue.map((cause) => cause.id),
  );
  return cliError({
    code: "catalogue.unknown-cause",
    what: `there is no cause "${id}"${close === null ? "" : `; did you mean ${close}?`}`,
    remedy: "`scepscope causes` lists all of them",
  });
}
