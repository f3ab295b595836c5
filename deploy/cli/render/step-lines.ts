import { codeParts } from "../../../processors/contract/index.ts";
import type { Cause } from "../../../processors/contract/index.ts";
import { asCalled } from "../as-called.ts";
import { prose, proseWidth } from "./canvas.ts";
import type { Canvas } from "./canvas.ts";
import { counted } from "./figures.ts";
import { widthOf } from "./text-width.ts";

/** What to do, in order. */
export function stepLines(indent: string, steps: readonly string[], canvas: Canvas): readonly string[] {
  return steps.flatMap((step, index) => stepLine(`${indent}${index + 1}. `, step, canvas));
}

/** The first, and where the others are. */
export function stepsInShort(
  indent: string,
  { id, steps: [first = "", ...rest] }: Cause,
  canvas: Canvas,
): readonly string[] {
  const more = `${counted(rest.length, "more step")}: scepscope causes ${id}`;
  return [
    ...stepLine(`${indent}→ `, first, canvas),
    ...(rest.length === 0 ? [] : prose(`${indent}  `, more, canvas).map((line) => canvas.paint("dim", line))),
  ];
}

/** One step. A command in it stays on one line where it has room there, so that it can be copied, and is painted. Else it goes on behind a `|`: at the begin of a line that is an error of PowerShell. */
function stepLine(lead: string, step: string, canvas: Canvas): readonly string[] {
  const room = proseWidth(canvas) - widthOf(lead) - besideMax;
  const whole = codeParts(asCalled(step))
    .map(({ text, isCode }) => (isCode ? `\`${glued(text, room)}\`` : text))
    .join("");
  let isCode = false;
  return prose(lead, whole, canvas).map((line) =>
    line
      .replaceAll(glue, " ")
      .split("`")
      .map((part, index) => {
        if (index > 0) isCode = !isCode;
        return isCode ? canvas.paint("cyan", part) : part;
      })
      .join("`"),
  );
}

function glued(code: string, room: number): string {
  if (widthOf(code) <= room) return code.replaceAll(" ", glue);
  const piped = code.split(behindPipe);
  return piped.length > 1
    ? piped.map((part) => glued(part, room)).join(" ")
    : code.replaceAll(" |", `${glue}|`);
}

const behindPipe = /(?<=\|) /;
/** A blank that does not break. */
const glue = "\u00A0";
/** Backticks and what stands against them: `(`, `),`. */
const besideMax = 5;
