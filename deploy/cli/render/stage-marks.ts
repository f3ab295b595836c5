import type { Outcome, Severity, Stage, StageStatus } from "../../../processors/contract/index.ts";
import type { Paint, Style } from "./frame.ts";

export const stages: readonly Stage[] = [1, 2, 3, 4, 5, 6];

/** What each stage is called, and what it is about. */
export const stageNames: Readonly<Record<Stage, string>> = {
  1: "profile",
  2: "contact",
  3: "verify",
  4: "issue",
  5: "deliver",
  6: "report",
};
export const stageWords: Readonly<Record<Stage | 0, string>> = {
  0: "the host as a whole",
  1: "the profile reaches the device",
  2: "the device contacts NDES",
  3: "the challenge is verified",
  4: "the CA issues",
  5: "the device gets the certificate",
  6: "the connector reports to Intune",
};

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
