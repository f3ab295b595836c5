import type { Cause, HostView, StoredRequest, Summary } from "../../contract/index.ts";
import { causePage } from "../causes/cause-page.ts";
import type { Links, PageFrame } from "../frame.ts";
import { html, idText, ownText } from "../html.ts";
import type { Html } from "../html.ts";
import { causeTable } from "../overview/cause-table.ts";
import { funnel } from "../overview/funnel.ts";
import { outcomeTiles } from "../overview/outcome-tiles.ts";
import { sourceTable } from "../overview/source-table.ts";
import { hostProblems } from "../hosts/host-page.ts";
import { requestPage } from "../request/request-page.ts";
import { requestTable } from "../requests/request-table.ts";
import { scatter } from "../requests/scatter.ts";

export interface ReportView {
  /** What was analysed, as it was named. */
  readonly subject: string;
  /** The style of the page as text: the report is one file. */
  readonly style: string;
  readonly summary: Summary;
  /** How sure all this is, and what could not be read: how many, and of what. */
  readonly doubts: readonly { readonly figure: string; readonly text: string }[];
  readonly causes: ReadonlyMap<string, Cause>;
  /** Since when each cause was claimed, until when, and for how many devices. */
  readonly spans: ReadonlyMap<string, string>;
  readonly hosts: readonly HostView[];
  /** Some requests, those in trouble first. */
  readonly requests: readonly StoredRequest[];
  /** Some of them in full, with the lines of their logs. */
  readonly details: readonly {
    readonly request: StoredRequest;
    readonly lines: readonly (string | null)[];
  }[];
}

/** All of it as one file that loads nothing and runs nothing: to attach to a ticket. */
export function reportPage(view: ReportView, now: number): Html {
  const claimed = claimedCauses(view);
  const frame: PageFrame = {
    now,
    silentMs: Number.POSITIVE_INFINITY,
    deaf: null,
    links: linksOf(view, claimed),
    alertsAbout: () => [],
  };
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="color-scheme" content="light dark" />
        <title>scepscope: ${idText(view.subject)}</title>
        <style>
          ${ownText(view.style)}
        </style>
      </head>
      <body>
        <main>${content(view, claimed, frame)}</main>
      </body>
    </html> `;
}

function content(view: ReportView, claimed: readonly Cause[], frame: PageFrame): Html {
  const { summary, requests, details } = view;
  return html`<div class="headline">
      <h1>SCEP requests in ${idText(view.subject)}</h1>
      <p class="dim">analysed by scepscope</p>
    </div>
    ${outcomeTiles(summary, "", frame)} ${funnel(summary)}
    ${causeTable({ summary, causes: view.causes, spans: dated(view.spans) }, frame)}
    ${view.hosts.map((host) => hostProblems(host, frame))} ${scatter(requests, frame)}
    <section class="panel" aria-label="Requests, those in trouble first">
      <h2>
        Requests
        <span class="dim"
          >${requests.length < summary.requests ? `${requests.length} of ${summary.requests}, ` : ""}those in
          trouble first; a link leads to its details below</span
        >
      </h2>
      ${requestTable(requests, frame)}
    </section>
    ${howSure(view.doubts)} ${sourceTable(view.hosts, frame)}
    ${details.map(
      ({ request, lines }, index) =>
        html`<article id="request-${index}" class="stack detail">
          ${requestPage({ request, lines, host: null, causes: view.causes }, frame)}
        </article>`,
    )}
    ${claimed.map(
      (cause) =>
        html`<article id="cause-${cause.id}" class="stack detail">
          ${causePage({ cause, total: 0, requests: null }, frame)}
        </article>`,
    )}`;
}

function dated(spans: ReportView["spans"]): ReadonlyMap<string, Html> {
  return new Map([...spans].map(([cause, words]) => [cause, html`<span class="whom">${words}</span>`]));
}

function howSure(doubts: ReportView["doubts"]): Html {
  if (doubts.length === 0) return html``;
  return html`<section class="panel" aria-label="How sure this is" data-part="doubts">
    <h2>How sure this is</h2>
    <ul class="reasons doubts">
      ${doubts.map(({ figure, text }) => html`<li><b>${figure}</b> <span>${idText(text)}</span></li>`)}
    </ul>
  </section>`;
}

/** Those that a request or a host has. */
function claimedCauses({ summary, hosts, causes }: ReportView): readonly Cause[] {
  const ids = new Set([
    ...summary.causes.map(({ cause }) => cause),
    ...hosts.flatMap(({ problems }) => problems.map(({ cause }) => cause)),
  ]);
  return [...causes.values()].filter(({ id }) => ids.has(id));
}

/** Links within the file. */
function linksOf({ details }: ReportView, claimed: readonly Cause[]): Links {
  const places = new Map(details.map(({ request }, index) => [request.view.id, `#request-${index}`]));
  const causes = new Set(claimed.map(({ id }) => id));
  return {
    request: (id) => places.get(id) ?? null,
    host: () => null,
    cause: (id) => (causes.has(id) ? `#cause-${id}` : null),
    requests: () => null,
    runbook: () => null,
    runbooks: null,
    json: () => null,
    hosts: null,
    causes: null,
  };
}
