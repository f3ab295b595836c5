import { isoTime } from "../../contract/index.ts";
import type { DoubtfulTrust, HostView } from "../../contract/index.ts";
import { doubtWords, duration } from "../../wording/index.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";

/** What may be wrong with a time; none: nothing. */
type Doubt = DoubtfulTrust | null | undefined;

/** A moment in UTC; the script adds the browser's own time as a title. One that may be wrong by hours is marked by `~`. */
export function moment(
  at: number | string | null,
  form: "day" | "clock" | "stamp" = "stamp",
  doubt: Doubt = null,
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
  const title = form === "day" ? "" : html` title="${day} ${iso.slice(11, 23)}${zoneOf(doubt)}"`;
  return html`<time datetime="${stampOf(iso, doubt)}" ${title}>${shown}</time>${markOf(doubt)}`;
}

function zoneOf(doubt: Doubt): string {
  return doubt === "zone-unknown" ? "" : " UTC";
}

/** Without a zone it is no moment: the script says nothing of when it was here. */
function stampOf(iso: string, doubt: Doubt): string {
  return doubt === "zone-unknown" ? iso.slice(0, -1) : iso;
}

function markOf(doubt: Doubt): Html {
  if (doubt === null || doubt === undefined) return html``;
  const { long } = doubtWords[doubt];
  return html`<span class="dim" title="${long}">~<span class="hidden">${long}</span></span>`;
}

/** When something was last logged. The records of some devices tell the time of a day and no day: then there is no such moment, although there are records. */
export function lastEvent(
  { eventAt, eventTrust, records }: Pick<HostView, "eventAt" | "eventTrust"> & { readonly records: number },
  now: number,
): Html {
  return eventAt === null && records > 0
    ? html`<span class="dim" title="its records tell the time of a day, but no day">no date</span>`
    : age(eventAt, now, eventTrust);
}

/** How long ago; what lies ahead of the clock is told as that. */
export function age(at: number | string | null, now: number, doubt: Doubt = null): Html {
  if (at === null) return html`<span class="dim">never</span>`;
  const iso = typeof at === "string" ? at : isoTime(at);
  const since = now - Date.parse(iso);
  const words = since < 0 ? `${duration(-since)} ahead` : `${roughly(since)} ago`;
  const title = `${iso.slice(0, 10)} ${iso.slice(11, 19)}${zoneOf(doubt)}`;
  return html`<time datetime="${stampOf(iso, doubt)}" data-age title="${title}">${words}</time
    >${markOf(doubt)}`;
}

/** As people say it: what is long past needs no seconds. */
export function roughly(spanMs: number): string {
  if (spanMs < 60_000) return `${Math.floor(spanMs / 1000)} s`;
  return spanMs < 3_600_000 ? `${Math.floor(spanMs / 60_000)} min` : duration(spanMs);
}
