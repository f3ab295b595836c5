import { isoTime, trustOfMoment } from "../../../../processors/contract/index.ts";
import type { Request, StageView } from "../../../../processors/contract/index.ts";
import type { Canvas } from "../canvas.ts";
import { duration, timeOfDay } from "../figures.ts";
import { stageNames, statusMarks } from "../stage-marks.ts";
import { fit, padEnd, padStart } from "../text-width.ts";
import {
  impliedWords,
  isTimeProbable,
  probableTimeWords,
  timeAxis,
} from "../../../../processors/wording/index.ts";
import type { TimeAxis } from "../../../../processors/wording/index.ts";

const leadWidth = 24;
const durationWidth = 11;
const probableMark = "?";

/** The six stages over time. */
export function chartSection(request: Request, canvas: Canvas): readonly string[] {
  const axis = timeAxis(request.stages);
  const cells = Math.max(3, Math.min(120, canvas.width - leadWidth - durationWidth - 3));
  const row = (view: StageView): string => rowOf(view, barOf(view, axis, cells), canvas);
  return [
    ...(axis === null ? [] : [scale(endsOf(axis, request), cells, canvas)]),
    ...request.stages.map(row),
    ...legend(axis, request, canvas),
  ];
}

interface Ends {
  readonly left: string;
  readonly right: string;
}

function endsOf({ from, to }: TimeAxis, { evidence }: Request): Ends {
  const doubt = trustOfMoment(
    isoTime(from),
    evidence.map(({ observation }) => observation),
  );
  return { left: `${timeOfDay(from)}${doubt === null ? "" : "~"}`, right: `+${duration(to - from)}` };
}

/** Start at the left, length at the right, `⋯` where silence was shortened. */
function scale({ left, right }: Ends, cells: number, canvas: Canvas): string {
  const rule =
    left.length + right.length + 2 > cells
      ? left.slice(0, cells)
      : left + " ".repeat(cells - left.length - right.length) + right;
  return canvas.paint("dim", `${" ".repeat(leadWidth + 1)}${rule}`);
}

function rowOf(view: StageView, bar: string, canvas: Canvas): string {
  const mark = statusMarks[view.status];
  const lead = ` ${view.stage} ${canvas.paint(mark.style, mark.sign)} ${padEnd(stageNames[view.stage], 9)}`;
  const grade = canvas.paint("dim", padEnd(view.grade ?? wordFor(view), 10));
  const doubt = isTimeProbable(view) ? probableMark : "";
  const length = view.durationMs === null ? "" : `${duration(view.durationMs)}${doubt}`;
  return `${lead}${grade}${canvas.paint("dim", "▏")}${canvas.paint(mark.style, bar)}${canvas.paint("dim", "▕")}${padStart(length, durationWidth)}`;
}

function wordFor(view: StageView): string {
  return view.status === "unknown" ? "not known" : view.status;
}

/** At least one cell, so that nothing that happened is invisible. A moment without a length is a single mark. */
function barOf(view: StageView, axis: TimeAxis | null, cells: number): string {
  const blank = " ".repeat(cells);
  if (axis === null) return blank;
  const silence = axis.cuts.map((cut) => Math.min(cells - 1, Math.floor(cut * cells)));
  const line = Array.from(blank, (cell, index) => (silence.includes(index) ? "⋯" : cell));
  if (view.at === null) return line.join("");
  const from = Math.min(cells - 1, Math.floor(axis.place(view.at) * cells));
  const to = Math.max(
    from + 1,
    Math.min(cells, Math.ceil(axis.place(view.at + (view.durationMs ?? 0)) * cells)),
  );
  const sign = view.durationMs === null ? "◆" : view.status === "failed" ? "▓" : "█";
  const end = view.durationMs === null ? from + 1 : to;
  return line.map((cell, index) => (index >= from && index < end ? sign : cell)).join("");
}

/** Of what is there only. */
function legend(axis: TimeAxis | null, { stages }: Request, canvas: Canvas): readonly string[] {
  const lines: string[] = [];
  if (axis !== null && axis.cuts.length > 0) lines.push(`${" ".repeat(leadWidth + 1)}⋯ silence, shortened`);
  if (stages.some(({ status }) => status === "implied"))
    lines.push(` ${statusMarks.implied.sign} implied: ${impliedWords}`);
  if (stages.some(isTimeProbable)) lines.push(` ${probableMark} behind a time: ${probableTimeWords}`);
  return lines.map((line) => canvas.paint("dim", fit(line, canvas.width)));
}
