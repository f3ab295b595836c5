import type { Cause, Summary } from "../../contract/index.ts";
import { claimedWords, counted, grouped } from "../../wording/index.ts";
import type { PageFrame } from "../frame.ts";
import { html, idText } from "../html.ts";
import type { Html } from "../html.ts";
import { alertsFor } from "../parts/alerts-for.ts";
import { severityBadge } from "../parts/badges.ts";
import { bar } from "../parts/bar.ts";
import { link } from "../parts/link.ts";

const causesMax = 8;
const hostsMax = 3;

interface Row {
  readonly cause: string;
  readonly requests: number;
  readonly hosts: readonly { readonly host: string; readonly requests: number }[];
}

export interface CauseTableView {
  readonly summary: Summary;
  readonly causes: ReadonlyMap<string, Cause>;
  /** Since when and for whom each cause is that is shown. */
  readonly spans: ReadonlyMap<string, Html>;
}

/** Requests by cause, most first, on which hosts they were, since when, and of how many devices. */
export function causeTable(view: CauseTableView, frame: PageFrame): Html {
  const rows = byCause(view.summary);
  const most = rows[0]?.requests ?? 1;
  return html`<section class="panel causes" aria-labelledby="causes-title" data-part="causes">
    <h2 id="causes-title">Causes, and where ${rows.length === 0 ? "" : note}</h2>
    ${rows.length === 0 ? html`<p class="calm">No cause was claimed.</p>` : ""}
    <ul class="rows">
      ${rows.slice(0, causesMax).map((row) => entry(row, most, { ...view, frame }))}
    </ul>
    ${rows.length > causesMax ? html`<p>${link(frame.links.causes, `and ${counted(rows.length - causesMax, "more cause")}`)}</p>` : ""}
  </section>`;
}

const note: Html = html`<span class="dim">${claimedWords}</span>`;

/** Those that have a row. */
export function causesShown(summary: Summary): readonly string[] {
  return byCause(summary)
    .slice(0, causesMax)
    .map(({ cause }) => cause);
}

function byCause({ causes }: Summary): readonly Row[] {
  const rows = new Map<string, { host: string; requests: number }[]>();
  for (const { cause, host, requests } of causes)
    rows.set(cause, [...(rows.get(cause) ?? []), { host, requests }]);
  return [...rows]
    .map(([cause, hosts]) => ({
      cause,
      hosts,
      requests: hosts.reduce((sum, { requests }) => sum + requests, 0),
    }))
    .toSorted((a, b) => b.requests - a.requests || (a.cause < b.cause ? -1 : 1));
}

function entry(
  { cause, requests, hosts }: Row,
  most: number,
  { causes, spans, frame }: CauseTableView & { readonly frame: PageFrame },
): Html {
  const { links } = frame;
  const known = causes.get(cause);
  const query = `cause=${encodeURIComponent(cause)}`;
  const where = hosts
    .slice(0, hostsMax)
    .map(
      ({ host, requests: here }) =>
        html`<span class="where"
          >${link(links.requests(`${query}&host=${encodeURIComponent(host)}`), idText(host) || "host not named")}
          <b>${grouped(here)}</b></span
        >`,
    );
  return html`<li data-row="${cause}">
    <div class="line">
      <span class="count">${link(links.requests(query), grouped(requests), "open")}</span>
      <span class="grow"
        ><span class="title">${known?.title ?? idText(cause)}</span>
        <span class="sub"
          >${link(links.cause(cause), cause, "mono")}
          ${where}${hosts.length > hostsMax ? html` <span class="dim">and ${hosts.length - hostsMax} more</span>` : ""}
          ${spans.get(cause) ?? ""}</span
        >${alertsFor(cause, frame)}</span
      >
      ${known === undefined ? "" : severityBadge(known.severity)}
    </div>
    ${bar([{ tone: known?.severity === "critical" ? "bad" : "wait", count: requests }], most)}
  </li>`;
}
