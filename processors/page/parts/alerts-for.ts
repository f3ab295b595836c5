import type { PageFrame } from "../frame.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import { link } from "./link.ts";

/** Which alerts tell of a cause, each with the page that says what to do; nothing where there is none. */
export function alertsFor(cause: string, { alertsAbout, links }: PageFrame): Html {
  const names = alertsAbout(cause);
  if (names.length === 0) return html``;
  return html`<span class="sub" data-part="alerts"
    >${names.length === 1 ? "Alert" : "Alerts"} for this:
    ${names.map((name, index) => html`${index === 0 ? "" : ", "}${link(links.runbook(name), name)}`)}</span
  >`;
}
