import type { Problem } from "../../../../processors/contract/index.ts";
import { heading, prose } from "../canvas.ts";
import type { Canvas } from "../canvas.ts";
import { escapeText } from "../../../../processors/wording/index.ts";
import { zoneOf } from "../doubt-marks.ts";
import { clockTime, counted, grouped } from "../figures.ts";
import { severityMarks } from "../stage-marks.ts";
import { stepLines, stepsInShort } from "../step-lines.ts";
import type { Summary } from "../summary.ts";
import { fit } from "../text-width.ts";

const problemsShownMax = 40;

/** What is wrong with hosts rather than with single requests. */
export function hostsSection(summary: Summary, canvas: Canvas): readonly string[] {
  if (summary.problems.length === 0) return [];
  // The steps are told once; further hosts with the same problem only name it.
  const explained = new Set(summary.causes.map(({ cause }) => cause.id));
  const shown = summary.problems.slice(0, problemsShownMax);
  const lines = [heading("THE HOSTS", canvas)];
  let host: string | null = null;
  for (const problem of shown) {
    if (problem.host !== host)
      lines.push(
        canvas.paint("bold", fit(` ${escapeText(problem.host) || "(host not named)"}`, canvas.width)),
      );
    host = problem.host;
    lines.push(...told(problem, canvas));
    if (!explained.has(problem.cause.id)) lines.push(...steps(problem, canvas));
    explained.add(problem.cause.id);
  }
  const more = summary.problems.length - shown.length;
  return more > 0
    ? [...lines, ...prose(" … ", `and ${counted(more, "more problem")}: --json has them all`, canvas)]
    : lines;
}

function told(problem: Problem, canvas: Canvas): readonly string[] {
  const { cause } = problem;
  const mark = severityMarks[cause.severity];
  const isSaid = problem.because.startsWith(grouped(problem.count));
  const times = problem.count > 1 && !isSaid ? `${grouped(problem.count)} times` : "";
  const oldest =
    problem.oldest === null
      ? ""
      : `${problem.count > 1 ? "first" : "at"} ${clockTime(problem.oldest)} ${zoneOf(problem.oldestTrust ?? null)}`;
  const facts = [cause.id, times, oldest].filter((each) => each !== "").join(" · ");
  return [
    ...prose(`   ${mark.sign} `, cause.title, canvas).map((line) => canvas.paint(mark.style, line)),
    ...prose("     ", `${escapeText(problem.because)} (${facts})`, canvas).map((line) =>
      canvas.paint("dim", line),
    ),
  ];
}

/** What stops everybody is told in full. */
function steps({ cause }: Problem, canvas: Canvas): readonly string[] {
  return cause.severity === "critical"
    ? stepLines("     ", cause.steps, canvas)
    : stepsInShort("     ", cause, canvas);
}
