import { isoTime } from "../../contract/index.ts";
import type { AnalysisStage, StageView, StoredRequest } from "../../contract/index.ts";
import {
  duration,
  impliedWords,
  isTimeProbable,
  probableTimeWords,
  stageNames,
  stageWords,
  timeAxis,
} from "../../wording/index.ts";
import type { TimeAxis } from "../../wording/index.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import { gradeBadge, statusSigns, statusTones } from "../parts/badges.ts";
import { percent } from "../parts/bar.ts";
import { doubtOf } from "../parts/begin.ts";
import { moment } from "../parts/moment.ts";

/** The six stages over time: a bar as long as the stage took, a mark for each record, a broken line where a long silence was shortened. */
export function waterfall(request: StoredRequest): Html {
  const { stages } = request.view;
  const axis = timeAxis(stages.map(toView));
  return html`<section class="panel waterfall" data-part="waterfall">
    <h2>Six stages</h2>
    <div role="table" aria-label="Six stages" class="falls">
      ${axisRow(axis, request)} ${stages.map((stage) => row(stage, axis, request))}
    </div>
    ${legend(axis, stages)}
  </section>`;
}

function axisRow(axis: TimeAxis | null, request: StoredRequest): Html {
  const ends =
    axis === null
      ? ""
      : html`<span class="ends"
          ><span>${moment(axis.from, "clock", doubtOf(request, isoTime(axis.from)))}</span
          ><span>+${duration(axis.to - axis.from)}</span></span
        >`;
  return html`<div role="row" class="fall axis">
    <span role="columnheader">Stage</span><span role="columnheader">Sure</span
    ><span role="columnheader" class="lane">${ends}<span class="hidden">Over time</span></span
    ><span role="columnheader" class="num">Began</span><span role="columnheader" class="num">Took</span>
  </div>`;
}

function row(view: AnalysisStage, axis: TimeAxis | null, request: StoredRequest): Html {
  const { stage, status, at, durationMs, grade, trust } = view;
  const tone = statusTones[status];
  const doubt = isTimeProbable(view) ? probableMark : "";
  return html`<div role="row" class="fall ${status}">
    <span role="rowheader" title="${stageWords[stage]}"
      ><span class="dot ${tone} ${status}" aria-hidden="true">${statusSigns[status]}</span
      ><span class="number">${stage}</span> ${stageNames[stage]}<span class="hidden"> ${status}</span></span
    >
    <span role="cell"
      >${grade === null ? html`<span class="dim">${status === "unknown" ? "not known" : status}</span>` : gradeBadge(grade)}</span
    >
    <span role="cell" class="lane">${lane(view, axis, request)}</span>
    <span role="cell" class="num">${at === null ? "" : html`${moment(at, "clock", trust)}${doubt}`}</span>
    <span role="cell" class="num">${durationMs === null ? "" : html`${duration(durationMs)}${doubt}`}</span>
  </div>`;
}

const probableMark = html`<span class="dim" title="${probableTimeWords}"
  >?<span class="hidden"> ${probableTimeWords}</span></span
>`;

function lane(view: AnalysisStage, axis: TimeAxis | null, request: StoredRequest): Html {
  if (axis === null) return html``;
  const cuts = axis.cuts.map(
    (cut) =>
      html`<line class="cut" x1="${percent(cut * 100)}" x2="${percent(cut * 100)}" y1="0" y2="100%"></line>`,
  );
  const grid = [25, 50, 75].map(
    (at) => html`<line class="grid" x1="${at}%" x2="${at}%" y1="0" y2="100%"></line>`,
  );
  return html`<svg aria-hidden="true">${grid}${cuts}${barOf(view, axis)}${marks(view, axis, request)}</svg>`;
}

/** At least half a per cent wide, so that nothing that happened is invisible. */
function barOf(view: AnalysisStage, axis: TimeAxis): Html {
  if (view.at === null) return html``;
  const start = Date.parse(view.at);
  const from = Math.min(99.4, axis.place(start) * 100);
  const to = Math.max(from + 0.6, axis.place(start + (view.durationMs ?? 0)) * 100);
  return html`<rect
    class="${statusTones[view.status]}"
    x="${percent(from)}"
    width="${percent(to - from)}"
    y="5"
    height="12"
    rx="2"
  ></rect>`;
}

const marksMax = 60;

function marks({ stage }: AnalysisStage, axis: TimeAxis, { view, notes }: StoredRequest): readonly Html[] {
  const own = view.evidence
    .map((evidence, index) => ({ evidence, note: notes[index] }))
    .filter(({ evidence }) => evidence.stage === stage && evidence.at !== null);
  return own.slice(0, marksMax).map(({ evidence, note }) => {
    const x = percent(0.4 + axis.place(Date.parse(evidence.at ?? "")) * 99.2);
    return html`<circle class="${note?.said?.outcome === "failed" ? "bad" : "mark"}" cx="${x}" cy="22" r="2.5"
      ><title>${evidence.kind}</title></circle
    >`;
  });
}

function legend(axis: TimeAxis | null, stages: readonly AnalysisStage[]): Html {
  const implied = stages.some(({ status }) => status === "implied")
    ? html`<span>${statusSigns.implied} implied: ${impliedWords}</span>`
    : "";
  if (axis === null) return html`<p class="legend">No record of this request carries a time. ${implied}</p>`;
  const probable = stages.some(isTimeProbable)
    ? html`<span>? behind a time: ${probableTimeWords}</span>`
    : "";
  const cut = axis.cuts.length === 0 ? "" : html`<span><i class="key cut"></i>silence, shortened</span>`;
  return html`<p class="legend">
    <span><i class="key mark"></i>a record</span> ${cut} ${implied} ${probable}
  </p>`;
}

function toView({ stage, status, at, durationMs, grade }: AnalysisStage): StageView {
  return { stage, status, at: at === null ? null : Date.parse(at), durationMs, grade };
}
