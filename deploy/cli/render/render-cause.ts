import type { Cause } from "../../../processors/contract/index.ts";
import { heading, prose } from "./canvas.ts";
import type { Canvas } from "./canvas.ts";
import { fullWidth, paintFor } from "./frame.ts";
import type { Frame } from "./frame.ts";
import { severityMarks, stageNames, stageWords } from "./stage-marks.ts";
import { stepLines } from "./step-lines.ts";
import { fit, padEnd, widthOf, wrap } from "./text-width.ts";

/** One entry of the catalogue in full. */
export function renderCause(cause: Cause, frame: Frame): string {
  const canvas = { width: fullWidth(frame), paint: paintFor(frame) };
  const mark = severityMarks[cause.severity];
  const place = cause.stage === 0 ? "the host" : `stage ${cause.stage}, ${stageNames[cause.stage]}`;
  const lines = [
    ...prose(`${mark.sign} `, cause.title, canvas).map((line) => canvas.paint("bold", line)),
    ...prose(
      "  ",
      `${cause.id} · ${cause.severity} · ${place} · ${cause.scope === "host" ? "concerns a host" : "concerns a request"}`,
      canvas,
    ).map((line) => canvas.paint(mark.style, line)),
    ...part("How it is recognised", [cause.signal], canvas),
    ...part("Why it happens", [cause.why], canvas),
    "",
    canvas.paint("bold", "What to do"),
    ...stepLines("  ", cause.steps, canvas),
    "",
    ...prose("Source: ", cause.source, canvas).map((line) => canvas.paint("dim", line)),
  ];
  return `${lines.join("\n")}\n`;
}

/** The catalogue, stage by stage. */
export function renderCauseList(causes: readonly Cause[], frame: Frame): string {
  const canvas = { width: fullWidth(frame), paint: paintFor(frame) };
  const idWidth = Math.max(...causes.map((cause) => widthOf(cause.id)), 2);
  const lines = ([1, 2, 3, 4, 5, 6, 0] as const).flatMap((stage) => {
    const here = causes.filter((cause) => cause.stage === stage);
    if (here.length === 0) return [];
    const title = stage === 0 ? "The host" : `${stage} ${stageNames[stage]}: ${stageWords[stage]}`;
    return ["", heading(title, canvas), ...here.flatMap((cause) => row(cause, idWidth, canvas))];
  });
  const hint = prose(
    "",
    "✗ critical: nobody gets a certificate  ! warning: some do not  i info. One of them in full: scepscope causes ID",
    canvas,
  ).map((line) => canvas.paint("dim", line));
  return `${[...lines.slice(1), "", ...hint].join("\n")}\n`;
}

function part(title: string, texts: readonly string[], canvas: Canvas): readonly string[] {
  return ["", canvas.paint("bold", title), ...texts.flatMap((text) => prose("  ", text, canvas))];
}

/** The title goes on below itself rather than being cut; in a narrow frame it stands below the id. */
function row(cause: Cause, idWidth: number, canvas: Canvas): readonly string[] {
  const mark = severityMarks[cause.severity];
  const sign = canvas.paint(mark.style, mark.sign);
  const left = idWidth + 4;
  if (canvas.width - left < titleWidthMin)
    return [
      `${sign} ${canvas.paint("cyan", fit(cause.id, canvas.width - 2))}`,
      ...prose("  ", cause.title, canvas),
    ];
  const [first = "", ...rest] = wrap(cause.title, canvas.width - left);
  return [
    `${sign} ${canvas.paint("cyan", padEnd(cause.id, idWidth))}  ${first}`,
    ...rest.map((line) => " ".repeat(left) + line),
  ];
}

const titleWidthMin = 20;
