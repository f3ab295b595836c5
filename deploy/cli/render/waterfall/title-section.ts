import { trustOfBegin } from "../../../../processors/contract/index.ts";
import type { Claim, Request } from "../../../../processors/contract/index.ts";
import { escapeText, keyLabels, requestSentence } from "../../../../processors/wording/index.ts";
import { prose } from "../canvas.ts";
import type { Canvas } from "../canvas.ts";
import { zoneOf } from "../doubt-marks.ts";
import { clockTime, duration } from "../figures.ts";
import { outcomeMarks } from "../stage-marks.ts";
import { hang, padEnd } from "../text-width.ts";

/** What became of it, whose it is, and every name it has. */
export function titleSection(request: Request, claim: Claim | null, canvas: Canvas): readonly string[] {
  const mark = outcomeMarks[request.outcome];
  return [
    ...prose(`${mark.sign} `, `Request ${requestSentence(request)}`, canvas).map((line) =>
      canvas.paint(mark.style, line),
    ),
    ...(claim === null
      ? []
      : prose("  ", claim.cause.title, canvas).map((line) => canvas.paint("bold", line))),
    ...prose("  ", whose(request), canvas).map((line) => canvas.paint("dim", line)),
    "",
    ...names(request, canvas),
  ];
}

function whose(request: Request): string {
  const { startedAt, endedAt } = request;
  return [
    escapeText(request.host) || "host not named",
    request.platform === "unknown" ? "device of unknown kind" : request.platform,
    request.generation === "unknown" ? "" : `${request.generation} connector`,
    startedAt === null ? "time not known" : `${clockTime(startedAt)} ${zoneOf(trustOfBegin(request))}`,
    startedAt !== null && endedAt !== null ? duration(endedAt - startedAt) : "",
  ]
    .filter((each) => each !== "")
    .join(" · ");
}

const valuesShownMax = 4;

function names(request: Request, canvas: Canvas): readonly string[] {
  const lines = [...named("id", request.id, canvas)];
  for (const [type, label] of keyLabels) {
    const values = (request.keys.get(type) ?? []).toSorted();
    for (const value of values.slice(0, valuesShownMax)) lines.push(...named(label, value, canvas));
    if (values.length > valuesShownMax)
      lines.push(...named("", `… and ${values.length - valuesShownMax} more`, canvas));
  }
  return lines;
}

const labelWidth = 15;

/** An identifier is whole, over as many lines as it takes: nothing is found by a part of it. */
function named(label: string, value: string, canvas: Canvas): readonly string[] {
  const lead = `  ${canvas.paint("dim", padEnd(label, labelWidth))} `;
  return hang(lead, escapeText(value), canvas.width);
}
