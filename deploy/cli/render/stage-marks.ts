import type { Outcome, Severity, StageStatus } from "../../../processors/contract/index.ts";
import type { Paint, Style } from "./frame.ts";

export { stageNames, stages, stageWords } from "../../../processors/wording/index.ts";

interface Mark {
  readonly sign: string;
  readonly style: Style;
}

/** Signs differ in shape, so that they tell without colour. */
export const statusMarks: Readonly<Record<StageStatus, Mark>> = {
  done: { sign: "●", style: "green" },
  implied: { sign: "○", style: "green" },
  pending: { sign: "◐", style: "yellow" },
  failed: { sign: "✗", style: "red" },
  unknown: { sign: "·", style: "dim" },
};

export const outcomeMarks: Readonly<Record<Outcome, Mark>> = {
  succeeded: { sign: "✓", style: "green" },
  failed: { sign: "✗", style: "red" },
  open: { sign: "◐", style: "yellow" },
  unknown: { sign: "?", style: "dim" },
};

export const severityMarks: Readonly<Record<Severity, Mark>> = {
  critical: { sign: "✗", style: "red" },
  warning: { sign: "!", style: "yellow" },
  info: { sign: "i", style: "cyan" },
};

/** Six signs, one a stage: `●●✗···`. */
export function stageStrip(statuses: readonly StageStatus[], paint: Paint): string {
  return statuses.map((status) => paint(statusMarks[status].style, statusMarks[status].sign)).join("");
}
