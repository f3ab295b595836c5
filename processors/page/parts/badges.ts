import type { Grade, Outcome, Severity, StageStatus } from "../../contract/index.ts";
import { html, idText } from "../html.ts";
import type { Html } from "../html.ts";

/** Signs differ in shape, so that they tell without colour. */
export const outcomeSigns: Readonly<Record<Outcome, string>> = {
  succeeded: "✓",
  failed: "✕",
  open: "◔",
  unknown: "?",
};
export const statusSigns: Readonly<Record<StageStatus, string>> = {
  done: "✓",
  implied: "○",
  pending: "◔",
  failed: "✕",
  unknown: "·",
};

/** Tone of colour, by what became of something. */
export const outcomeTones: Readonly<Record<Outcome, string>> = {
  succeeded: "ok",
  failed: "bad",
  open: "wait",
  unknown: "mute",
};
export const statusTones: Readonly<Record<StageStatus, string>> = {
  done: "ok",
  implied: "ok",
  pending: "wait",
  failed: "bad",
  unknown: "mute",
};

export function outcomeBadge(outcome: Outcome): Html {
  return html`<span class="badge ${outcomeTones[outcome]}"
    ><span aria-hidden="true">${outcomeSigns[outcome]}</span> ${outcome}</span
  >`;
}

export function finalBadge(isFinal: boolean): Html {
  return isFinal
    ? html`<span class="badge plain" title="Nothing can join it any more">final</span>`
    : html`<span class="badge live" title="More records may still join it">provisional</span>`;
}

export function gradeBadge(grade: Grade | null): Html {
  return grade === null
    ? html``
    : html`<span class="grade ${grade}" title="${gradeWords[grade]}">${grade}</span>`;
}

export const gradeWords: Readonly<Record<Grade, string>> = {
  key: "they share a strong identifier",
  exact: "the same run, or the only possible partner at the precision of the clocks",
  probable: "clearly the best of several",
};

const severityTones: ReadonlyMap<string, readonly [tone: string, sign: string]> = new Map<
  Severity,
  readonly [string, string]
>([
  ["critical", ["bad", "✕"]],
  ["warning", ["wait", "!"]],
  ["info", ["mute", "i"]],
]);

export function severityBadge(severity: string): Html {
  const [tone, sign] = severityTones.get(severity) ?? ["mute", "·"];
  return html`<span class="badge ${tone}"><span aria-hidden="true">${sign}</span> ${idText(severity)}</span>`;
}
