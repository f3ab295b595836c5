import type { Cause, HostView, StoredRequest, Summary } from "../../contract/index.ts";
import type { PageFrame } from "../frame.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import { calm } from "../parts/calm.ts";
import { requestTable } from "../requests/request-table.ts";
import { alertList } from "./alert-list.ts";
import type { FiringAlert } from "./alert-list.ts";
import { causeSpan } from "./cause-span.ts";
import type { CauseSpan } from "./cause-span.ts";
import { causeTable } from "./cause-table.ts";
import { funnel } from "./funnel.ts";
import { outcomeTiles } from "./outcome-tiles.ts";
import { problemList } from "./problem-list.ts";
import { rangePicker } from "./ranges.ts";
import type { RangeName } from "./ranges.ts";
import { sourceTable } from "./source-table.ts";
import { stuckList } from "./stuck-list.ts";
import type { Stuck } from "./stuck-list.ts";
import { timeline } from "./timeline.ts";
import type { TimelineView } from "./timeline.ts";

export interface OverviewView {
  readonly range: RangeName;
  /** What the requests are narrowed by, as a query. */
  readonly query: string;
  readonly summary: Summary;
  /** Null: no request has a begin. */
  readonly timeline: TimelineView | null;
  readonly causes: ReadonlyMap<string, Cause>;
  /** Of each cause that is shown. */
  readonly spans: ReadonlyMap<string, CauseSpan>;
  readonly stuck: Stuck;
  /** Those that failed last. */
  readonly failures: readonly StoredRequest[];
  readonly hosts: readonly HostView[];
  /** Null: who is woken is decided elsewhere. */
  readonly alerts: readonly FiringAlert[] | null;
}

export function overviewPage(view: OverviewView, frame: PageFrame): Html {
  return html`<div class="headline">
      <h1>Overview</h1>
      ${rangePicker(view.range)}
    </div>
    ${outcomeTiles(view.summary, view.query, frame)} ${timeline(view.timeline, frame)} ${funnel(view.summary)}
    <div class="pair">
      ${causeTable({ ...view, spans: spansOf(view, frame) }, frame)}
      <div class="stack">
        ${view.alerts === null ? "" : alertList(view.alerts, frame)}${stuckList(view.stuck, view.hosts, frame)}${problemList(view.hosts, frame)}
      </div>
    </div>
    <section class="panel" aria-labelledby="failures-title" data-part="failures">
      <h2 id="failures-title">Failed last</h2>
      ${view.failures.length === 0 ? calm(view.hosts, "No request failed.") : requestTable(view.failures, frame)}
    </section>
    ${sourceTable(view.hosts, frame)}`;
}

function spansOf({ spans }: OverviewView, frame: PageFrame): ReadonlyMap<string, Html> {
  return new Map([...spans].map(([cause, span]) => [cause, causeSpan(span, frame)]));
}
