import type { AnalysisEvidence, EvidenceNote, StoredRequest } from "../../contract/index.ts";
import { counted, stageNames } from "../../wording/index.ts";
import { html, idText, logText } from "../html.ts";
import type { Html } from "../html.ts";
import { gradeBadge } from "../parts/badges.ts";
import { moment } from "../parts/moment.ts";

/** More would make the page heavy; the JSON has them all. */
const shownMax = 60;
const lineCharsMax = 700;
const linesCharsMax = 20_000;

/** The records that prove it, in order of time, each in its own words. */
export function evidenceList({ view, notes }: StoredRequest, lines: readonly (string | null)[]): Html {
  const { evidence } = view;
  const shown = Math.min(shownMax, evidence.length);
  const charsMax = Math.min(lineCharsMax, Math.floor(linesCharsMax / Math.max(1, shown)));
  const entries = evidence.slice(0, shownMax).map((each, index) => {
    const line = lines[index] ?? null;
    return entry(each, notes[index], { line, charsMax, whyBefore: notes[index - 1]?.why ?? "" });
  });
  const rest = evidence.length - shownMax;
  return html`<section class="panel evidence" data-part="evidence">
    <h2>
      Evidence
      <span class="dim"
        >${counted(evidence.length, "record")}, in order of time; places are FILE:BYTES before the
        record</span
      >
    </h2>
    <ol class="records">
      ${entries}
    </ol>
    ${rest > 0 ? html`<p class="dim">and ${counted(rest, "more record")}: the JSON has them all</p>` : ""}
  </section>`;
}

const tones = { ok: "ok", failed: "bad", pending: "wait", none: "mute" } as const;

interface Shown {
  readonly line: string | null;
  readonly charsMax: number;
  /** A run of records has one reason: it stands once. */
  readonly whyBefore: string;
}

function entry(
  evidence: AnalysisEvidence,
  note: EvidenceNote | undefined,
  { line, charsMax, whyBefore }: Shown,
): Html {
  const { stage, kind, grade, path, offset } = evidence;
  const { why = "", text = "" } = note ?? {};
  const words = line ?? text;
  return html`<li class="${tones[note?.said?.outcome ?? "none"]}">
    <div class="record-head">
      <span class="when">${when(evidence, note)}</span>
      <span class="chip">${stage} ${stageNames[stage]}</span>
      <span class="kind mono">${kind}</span>
      ${gradeBadge(grade)}
      <span class="place mono" title="${idText(path)}:${offset}">${idText(path)}:${offset}</span>
    </div>
    ${words === "" ? "" : html`<pre tabindex="0">${logText(words, charsMax)}</pre>`}
    ${why === whyBefore ? "" : html`<p class="why">${logText(why, 300)}</p>`}
  </li>`;
}

/** A coarse clock is shown as coarse. */
function when({ at, trust }: AnalysisEvidence, note: EvidenceNote | undefined): Html {
  if (at === null) return html`no time`;
  const resolutionMs = note?.said?.resolutionMs ?? 0;
  const coarse = html`<span class="dim" title="The writer's clock shows whole seconds">±1s</span>`;
  return html`${moment(at, "clock", trust)}${resolutionMs >= 1000 ? coarse : ""}`;
}
