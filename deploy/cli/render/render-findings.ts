import { heading, prose } from "./canvas.ts";
import { fullWidth, paintFor } from "./frame.ts";
import type { Frame, Style } from "./frame.ts";
import { visible } from "../../runtime/visible.ts";

/** One thing that was looked at before a start. */
export interface ShownFinding {
  readonly area: string;
  readonly level: "ok" | "warn" | "bad";
  readonly what: string;
  readonly remedy: string;
}

const marks: Readonly<Record<ShownFinding["level"], readonly [sign: string, style: Style]>> = {
  ok: ["✓", "green"],
  warn: ["!", "yellow"],
  bad: ["✗", "red"],
};

/** What was found, area by area, each with what to do; and last how it stands as a whole. */
export function renderFindings(findings: readonly ShownFinding[], frame: Frame): string {
  const canvas = { width: fullWidth(frame), paint: paintFor(frame) };
  const areas = [...Map.groupBy(findings, ({ area }) => area)];
  const lines = areas.flatMap(([area, members]) => [
    "",
    heading(area.toUpperCase(), canvas),
    ...members.flatMap(({ level, what, remedy }) => {
      const [sign, style] = marks[level];
      return [
        ...prose(`${sign} `, visible(what), canvas).map((line) => canvas.paint(style, line)),
        ...(remedy === "" ? [] : prose("  → ", visible(remedy), canvas)),
      ];
    }),
  ]);
  return `${[...lines.slice(1), "", canvas.paint("bold", sumOf(findings))].join("\n")}\n`;
}

function sumOf(findings: readonly ShownFinding[]): string {
  const count = (level: ShownFinding["level"]): number =>
    findings.filter((finding) => finding.level === level).length;
  const [bad, warn] = [count("bad"), count("warn")];
  if (bad > 0) return `${bad} of ${findings.length} must be put right before it can work.`;
  if (warn > 0) return `It will work; ${warn} of ${findings.length} should be looked at.`;
  return "All is well.";
}
