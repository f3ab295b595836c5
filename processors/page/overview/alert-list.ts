import type { Severity } from "../../contract/index.ts";
import { counted } from "../../wording/index.ts";
import type { PageFrame } from "../frame.ts";
import { html, idText, logText } from "../html.ts";
import type { Html } from "../html.ts";
import { severityBadge } from "../parts/badges.ts";
import { link } from "../parts/link.ts";
import { age } from "../parts/moment.ts";

/** An alert that fires now. */
export interface FiringAlert {
  readonly name: string;
  readonly severity: Severity;
  readonly host: string;
  /** In one line, for people. */
  readonly summary: string;
  /** ms UTC: since when it fires. What it is about may be older, as where the program was started in the midst of it. */
  readonly since: number;
  /** Query of the requests that it is about, `host=ndes01&outcome=failed`; null: no request is behind it. */
  readonly requests: string | null;
}

const shownMax = 8;

/** What somebody is woken for just now, the worst first; with the requests it is about, and what to do. */
export function alertList(alerts: readonly FiringAlert[], frame: PageFrame): Html {
  const rest = alerts.length - shownMax;
  return html`<section class="panel" aria-labelledby="alerts-title" data-part="firing-alerts">
    <h2 id="alerts-title">Alerts that fire now</h2>
    ${alerts.length === 0 ? html`<p class="calm">✓ None.</p>` : ""}
    <ul class="rows">
      ${alerts.slice(0, shownMax).map((alert) => row(alert, frame))}
    </ul>
    ${rest > 0 ? html`<p>and ${counted(rest, "more alert")}</p>` : ""}
    <p>${link(frame.links.runbooks, "All alerts, and what to do about each")}</p>
  </section>`;
}

function row(
  { name, severity, host, summary, since, requests }: FiringAlert,
  { links, now }: PageFrame,
): Html {
  const whose = requests === null ? "" : html` · ${link(links.requests(requests), "its requests")}`;
  return html`<li data-row="${name} ${host}">
    <div class="line">
      <span class="grow"
        ><span class="title">${link(links.runbook(name), name, "open")}</span
        ><span class="sub">${logText(summary, 300)}</span
        ><span class="sub"
          >${link(links.host(host), idText(host) || "no host")} · raised ${age(since, now)}${whose}</span
        ></span
      >${severityBadge(severity)}
    </div>
  </li>`;
}
