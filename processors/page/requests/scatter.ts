import type { StoredRequest } from "../../contract/index.ts";
import { counted, duration } from "../../wording/index.ts";
import type { PageFrame } from "../frame.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import { outcomeTones } from "../parts/badges.ts";
import { percent } from "../parts/bar.ts";
import { moment } from "../parts/moment.ts";
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
  const [from, to] = spanOf(dots.map(({ at }) => at));
  const most = Math.max(10, ...dots.map(({ ms }) => ms));
  const place = { x: (at: number) => 1 + ((at - from) / Math.max(1, to - from)) * 98, y: heightOf(most) };
  const marks = ticks(most);
  return html`<section
    class="panel scatter"
    aria-label="Durations of the requests below, over time"
    data-part="scatter"
  >
    <div class="plot">
      <svg aria-hidden="true" focusable="false">
        ${marks.map((ms) => html`<line class="grid" x1="0" x2="100%" y1="${percent(place.y(ms))}" y2="${percent(place.y(ms))}"></line>`)}
        ${dots.map((dot) => circle(dot, place, frame))}</svg
      >${marks.map((ms, index) => html`<span class="tick t${index}">${duration(ms)}</span>`)}
    </div>
    <p class="axis">
      <span>${moment(from, "day")}</span
      ><span class="dim">${counted(dots.length, "request")} by start and duration</span
      ><span>${moment(to, "day")}</span>
    </p>
  </section>`;
}

function dotOf(request: StoredRequest): readonly Dot[] {
  const { startedAt, endedAt } = request.view;
  if (startedAt === null) return [];
  const at = Date.parse(startedAt);
  return [{ request, at, ms: endedAt === null ? 0 : Math.max(0, Date.parse(endedAt) - at) }];
}

function spanOf(times: readonly number[]): readonly [number, number] {
  return [Math.min(...times), Math.max(...times)];
}

/** Logarithmic: a second and an hour have to be told apart on one screen. */
function heightOf(most: number): (ms: number) => number {
  const whole = Math.log10(1 + most);
  return (ms) => 94 - (Math.log10(1 + ms) / whole) * 86;
}

function ticks(most: number): readonly number[] {
  return [most, most ** (2 / 3), most ** (1 / 3)];
}

function circle(
  { request, at, ms }: Dot,
  place: { readonly x: (at: number) => number; readonly y: (ms: number) => number },
  { links }: PageFrame,
): Html {
  const { view } = request;
  const href = links.request(view.id) ?? "";
  const words = `${requestName(request)}, ${view.outcome}, ${duration(ms)}`;
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
