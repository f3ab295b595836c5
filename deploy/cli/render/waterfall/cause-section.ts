import type { Claim } from "../../../../processors/contract/index.ts";
import { heading, prose } from "../canvas.ts";
import type { Canvas } from "../canvas.ts";
import { withoutMessage } from "../../../../processors/contract/index.ts";
import { escapeText } from "../../../../processors/wording/index.ts";
import { severityMarks } from "../stage-marks.ts";
import { stepLines } from "../step-lines.ts";

/** Why, what to do, and what else it could be. */
export function causeSection(claim: Claim | null, canvas: Canvas): readonly string[] {
  if (claim === null) return [];
  const { cause, because } = claim;
  const mark = severityMarks[cause.severity];
  return [
    heading("CAUSE", canvas),
    ...prose(` ${mark.sign} `, cause.title, canvas).map((line) => canvas.paint("bold", line)),
    ...prose("   ", `${cause.id} · ${cause.severity}`, canvas).map((line) => canvas.paint(mark.style, line)),
    ...prose("   ", cause.why, canvas),
    ...prose("   seen: ", escapeText(withoutMessage(because)), canvas).map((line) =>
      canvas.paint("dim", line),
    ),
    ...stepLines("   ", cause.steps, canvas),
    ...others(claim, canvas),
    ...prose("   ", `source: ${cause.source}`, canvas).map((line) => canvas.paint("dim", line)),
  ];
}

function others(claim: Claim, canvas: Canvas): readonly string[] {
  if (claim.alternatives.length === 0) return [];
  return [
    "   It could also be, likeliest first:",
    ...claim.alternatives.flatMap(({ cause, tellApart }) =>
      prose("    - ", `${cause.id}: ${tellApart}`, canvas),
    ),
  ];
}
