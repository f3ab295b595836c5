import { isoTime } from "../../contract/index.ts";
import type { Outcome, OutcomeCounts, Steps } from "../../contract/index.ts";
import { counted, grouped, period } from "../../wording/index.ts";
import type { PageFrame } from "../frame.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import { outcomeTones } from "../parts/badges.ts";
import { percent } from "../parts/bar.ts";
import { link } from "../parts/link.ts";
import { moment } from "../parts/moment.ts";
import { stepInWords } from "./time-steps.ts";

export interface TimelineView {
  readonly steps: Steps;
  /** Of each step. */
  readonly counts: readonly OutcomeCounts[];
}

/** Failures stand on the ground, where the eye compares them. */
const order: readonly Outcome[] = ["failed", "unknown", "open", "succeeded"];

/** How many requests began when, and what became of them; each bar leads to them. Nothing where there is one step only: then there is no before and after. */
export function timeline(view: TimelineView | null, { links }: PageFrame): Html {
  if (view === null || view.steps.count < 2) return html``;
  const { steps } = view;
  const bars = view.counts.map((counts, index) => barOf(steps, counts, index));
  const highest = Math.max(1, ...bars.map(({ requests }) => requests));
  return html`<section class="panel timeline" aria-labelledby="timeline-title" data-part="timeline">
    <h2 id="timeline-title">
      Over time <span class="dim">by when they began (UTC), a bar for each ${stepInWords(steps.stepMs)}</span>
    </h2>
    <div class="plot">
      <svg aria-hidden="true" focusable="false">
        <line class="grid" x1="0" x2="100%" y1="0" y2="0"></line>
        ${bars.map((bar) => drawn(bar, { highest, count: steps.count, href: links.requests(queryOf(bar)) }))}
      </svg>
      <span class="tick">${grouped(highest)}</span>
    </div>
    <p class="axis">
      <span>${moment(steps.from, "day")}</span><span class="dim">${worst(bars, links)}</span
      ><span>${moment(steps.from + steps.count * steps.stepMs, "day")}</span>
    </p>
  </section>`;
}

interface Bar {
  readonly from: number;
  readonly to: number;
  readonly index: number;
  readonly counts: OutcomeCounts;
  readonly requests: number;
}

function barOf({ from, stepMs }: Steps, counts: OutcomeCounts, index: number): Bar {
  const start = from + index * stepMs;
  const requests = order.reduce((sum, outcome) => sum + counts[outcome], 0);
  return { from: start, to: start + stepMs, index, counts, requests };
}

function queryOf({ from, to }: Bar): string {
  return `since=${encodeURIComponent(isoTime(from))}&until=${encodeURIComponent(isoTime(to))}`;
}

/** The largest number of failures, in words: what is drawn is for the eye alone. */
function worst(bars: readonly Bar[], links: PageFrame["links"]): Html {
  const most = bars.reduce<Bar | null>(
    (sofar, bar) => (bar.counts.failed > (sofar?.counts.failed ?? 0) ? bar : sofar),
    null,
  );
  if (most === null) return html`none failed`;
  const { failed } = most.counts;
  const words = html`${grouped(failed)} of ${grouped(most.requests)}`;
  return html`most failed: ${link(links.requests(`${queryOf(most)}&outcome=failed`), words)} from
  ${moment(most.from, "day")}`;
}

interface Drawing {
  readonly highest: number;
  /** How many bars there are. */
  readonly count: number;
  readonly href: string | null;
}

function drawn(bar: Bar, { highest, count, href }: Drawing): Html {
  const { counts, requests, index } = bar;
  if (requests === 0) return html``;
  const [left, width] = [(index / count) * 100, (1 / count) * 86];
  let top = 100;
  const rects = order
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => {
      const height = (counts[outcome] / highest) * 100;
      top -= height;
      return html`<rect
        class="${outcomeTones[outcome]}"
        x="${percent(left)}"
        y="${percent(top)}"
        width="${percent(width)}"
        height="${percent(Math.max(height, 1))}"
      ></rect>`;
    });
  const words = `${period(bar.from, bar.to)}: ${counted(requests, "request")}, ${grouped(counts.failed)} failed`;
  const column = html`<g><title>${words}</title>${rects}</g>`;
  return href === null ? column : html`<a href="${href}" tabindex="-1">${column}</a>`;
}
