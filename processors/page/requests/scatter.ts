import type { StoredRequest } from "../../contract/index.ts";
import { counted, duration } from "../../wording/index.ts";
import type { PageFrame } from "../frame.ts";
import { html, idText } from "../html.ts";
import type { Html } from "../html.ts";
import { outcomeTones } from "../parts/badges.ts";
import { percent } from "../parts/bar.ts";
import { begin } from "../parts/begin.ts";
import { requestName } from "../parts/request-line.ts";

interface Dot {
  readonly request: StoredRequest;
  readonly at: number;
  readonly ms: number;
}

/** The requests of a table over time, each as high as it took long. The table below says the same in words. */
export function scatter(requests: readonly StoredRequest[], frame: PageFrame): Html {
  const dots = requests.flatMap(dotOf);
  const [first] = dots;
  if (first === undefined || dots.length < 3) return html``;
  const oldest = dots.reduce((before, dot) => (dot.at < before.at ? dot : before), first);
  const newest = dots.reduce((before, dot) => (dot.at > before.at ? dot : before), first);
  const scale = scaleOf(dots.map(({ ms }) => ms));
  const place = {
    x: (at: number) => 1 + ((at - oldest.at) / Math.max(1, newest.at - oldest.at)) * 94,
    y: scale.height,
  };
  return html`<section
    class="panel scatter"
    aria-label="Durations of the requests below, over time"
    data-part="scatter"
  >
    <div class="plot">
      <svg aria-hidden="true" focusable="false">
        ${scale.marks.map((ms) => html`<line class="grid" x1="0" x2="100%" y1="${percent(place.y(ms))}" y2="${percent(place.y(ms))}"></line>`)}
        ${dots.map((dot) => circle(dot, place, frame))}</svg
      >${scale.marks.map((ms, index) => html`<span class="tick t${index}">${duration(ms)}</span>`)}
    </div>
    <p class="axis">
      <span>${begin(oldest.request, "day")}</span
      ><span class="dim">${counted(dots.length, "request")} by start and duration</span
      ><span>${begin(newest.request, "day")}</span>
    </p>
  </section>`;
}

function dotOf(request: StoredRequest): readonly Dot[] {
  const { startedAt, endedAt } = request.view;
  if (startedAt === null) return [];
  const at = Date.parse(startedAt);
  return [{ request, at, ms: endedAt === null ? 0 : Math.max(0, Date.parse(endedAt) - at) }];
}

interface Scale {
  readonly height: (ms: number) => number;
  /** Longest, middle, shortest. */
  readonly marks: readonly [number, number, number];
}

/** Logarithmic: a second and an hour have to be told apart on one screen. What has no end stands at the bottom. */
function scaleOf(durations: readonly number[]): Scale {
  const known = durations.filter((ms) => ms > 0);
  const low = Math.max(1, Math.min(...known, 1e9));
  const high = Math.max(low * 10, ...known);
  const whole = Math.log(high / low);
  return {
    height: (ms) => (ms < low ? 98 : 88 - (Math.log(ms / low) / whole) * 80),
    marks: [high, Math.sqrt(high * low), low],
  };
}

function circle(
  { request, at, ms }: Dot,
  place: { readonly x: (at: number) => number; readonly y: (ms: number) => number },
  { links }: PageFrame,
): Html {
  const { view } = request;
  const href = links.request(view.id) ?? "";
  const words = `${idText(requestName(request))}, ${view.outcome}${ms === 0 ? "" : `, ${duration(ms)}`}`;
  return html`<a href="${href}" tabindex="-1"
    ><circle
      class="${outcomeTones[view.outcome]}"
      cx="${percent(place.x(at))}"
      cy="${percent(place.y(ms))}"
      r="4"
      ><title>${words}</title></circle
    ></a
  >`;
}
