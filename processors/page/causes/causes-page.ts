import type { Cause, Stage } from "../../contract/index.ts";
import { counted, grouped, stageNames, stageWords } from "../../wording/index.ts";
import type { PageFrame } from "../frame.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import { severityBadge } from "../parts/badges.ts";
import { link } from "../parts/link.ts";

export interface CausesView {
  readonly catalogue: readonly Cause[];
  /** Requests by the id of their cause. */
  readonly counts: ReadonlyMap<string, number>;
}

const order: readonly (Stage | 0)[] = [1, 2, 3, 4, 5, 6, 0];

/** The catalogue, stage by stage, with how often each was claimed. */
export function causesPage(view: CausesView, frame: PageFrame): Html {
  return html`<div class="headline">
      <h1>Causes</h1>
      <p class="dim">${counted(view.catalogue.length, "failure")} that are recognised, each by its signal</p>
    </div>
    ${order.map((stage) => group(stage, view, frame))}`;
}

function group(stage: Stage | 0, { catalogue, counts }: CausesView, { links }: PageFrame): Html {
  const own = catalogue.filter((cause) => cause.stage === stage);
  if (own.length === 0) return html``;
  return html`<section class="panel" aria-labelledby="stage-${stage}" data-part="stage-${stage}">
    <h2 id="stage-${stage}">
      ${stage === 0 ? "The host" : `${stage} ${stageNames[stage]}`}
      <span class="dim">${stageWords[stage]}</span>
    </h2>
    <ul class="rows">
      ${own.map((cause) => entry(cause, counts.get(cause.id) ?? 0, links))}
    </ul>
  </section>`;
}

function entry(cause: Cause, count: number, links: PageFrame["links"]): Html {
  return html`<li data-row="${cause.id}">
    <div class="line">
      ${severityBadge(cause.severity)}<span class="grow"
        ><span class="title">${link(links.cause(cause.id), cause.title, "open")}</span
        ><span class="sub mono">${cause.id}</span></span
      >${count === 0 ? "" : html`<b class="num">${link(links.requests(`cause=${encodeURIComponent(cause.id)}`), grouped(count))}</b>`}
    </div>
  </li>`;
}
