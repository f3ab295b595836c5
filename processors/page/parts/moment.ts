import { isoTime } from "../../contract/index.ts";
import type { DoubtfulTrust } from "../../contract/index.ts";
import { duration } from "../../wording/index.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";

/** A moment in UTC; the script adds the browser's own time as a title. */
export function moment(
  at: number | string | null,
  form: "day" | "clock" | "stamp" = "stamp",
  doubt: DoubtfulTrust | null | undefined = null,
): Html {
  if (at === null) return html`<span class="dim">no time</span>`;
  const iso = typeof at === "string" ? at : isoTime(at);
  const day = iso.slice(0, 10);
  const shown =
    form === "day"
      ? html`<span class="day">${day}</span> ${iso.slice(11, 19)}`
      : form === "clock"
        ? iso.slice(11, 23)
        : html`<span class="day">${day}</span> ${iso.slice(11, 23)}`;
  // A day and a clock say it all; of many rows each would carry it twice.
  const title =
    form === "day" ? "" : html` title="${day} ${iso.slice(11, 23)}${doubt === "zone-unknown" ? "" : " UTC"}"`;
  return html`<time datetime="${iso}" ${title}>${shown}</time>`;
}

const doubts: Readonly<Record<DoubtfulTrust, string>> = {
  "zone-inferred": "A local clock; its zone was inferred from other logs",
  "zone-doubtful": "A local clock, in the hour of a clock change",
  "zone-unknown": "A local clock; its zone is not known, so this is no UTC",
};

/** Behind a time that may be wrong by hours. */
export function doubtMark(trust: DoubtfulTrust | null | undefined): Html {
  if (trust === null || trust === undefined) return html``;
  return html`<span class="dim" title="${doubts[trust]}"
    >~<span class="hidden">${doubts[trust]}</span></span
  >`;
}

/** When something was last logged. The records of some devices tell the time of a day and no day: then there is no such moment, although there are records. */
export function lastEvent(
  { eventAt, records }: { readonly eventAt: number | null; readonly records: number },
  now: number,
): Html {
  return eventAt === null && records > 0
    ? html`<span class="dim" title="its records tell the time of a day, but no day">no date</span>`
    : age(eventAt, now);
}

/** How long ago; what lies ahead of the clock is told as that. */
export function age(at: number | string | null, now: number): Html {
  if (at === null) return html`<span class="dim">never</span>`;
  const iso = typeof at === "string" ? at : isoTime(at);
  const since = now - Date.parse(iso);
  const words = since < 0 ? `${duration(-since)} ahead` : `${roughly(since)} ago`;
  return html`<time datetime="${iso}" data-age title="${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC"
    >${words}</time
  >`;
}

/** As people say it: what is long past needs no seconds. */
export function roughly(spanMs: number): string {
  if (spanMs < 60_000) return `${Math.floor(spanMs / 1000)} s`;
  return spanMs < 3_600_000 ? `${Math.floor(spanMs / 60_000)} min` : duration(spanMs);
}
