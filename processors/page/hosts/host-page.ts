import type { HostSource, HostView, StoredRequest, Summary } from "../../contract/index.ts";
import { bytes, counted, grouped } from "../../wording/index.ts";
import type { PageFrame } from "../frame.ts";
import { html, idText, logText } from "../html.ts";
import type { Html } from "../html.ts";
import { outcomeTiles } from "../overview/outcome-tiles.ts";
import { alertsFor } from "../parts/alerts-for.ts";
import { severityBadge } from "../parts/badges.ts";
import { columnHead } from "../parts/column-words.ts";
import { link } from "../parts/link.ts";
import { age, lastEvent, moment } from "../parts/moment.ts";
import { conditionBadge, trouble, unwanted, zero } from "../parts/source-state.ts";
import { requestTable } from "../requests/request-table.ts";

export interface HostPageView {
  readonly host: HostView;
  readonly summary: Summary;
  /** Its newest requests. */
  readonly requests: readonly StoredRequest[];
}

export function hostPage({ host, summary, requests }: HostPageView, frame: PageFrame): Html {
  const records = host.sources.reduce((sum, source) => sum + source.records, 0);
  const query = `host=${encodeURIComponent(host.host)}`;
  return html`<div class="headline"><h1>${idText(host.host) || "Host not named"}</h1></div>
    <p class="facts" data-part="facts">
      <span><span class="dim">last event</span> ${lastEvent({ ...host, records }, frame.now)}</span
      ><span><span class="dim">last heard of</span> ${age(host.heardAt ?? host.readAt, frame.now)}</span
      ><span><span class="dim">all sources read up to</span> ${moment(host.passedAt)}</span>
    </p>
    ${outcomeTiles(summary, query, frame)} ${hostProblems(host, frame)} ${sources(host, frame)}
    <section class="panel" aria-labelledby="newest-title" data-part="newest">
      <h2 id="newest-title">Newest requests</h2>
      ${requests.length === 0 ? html`<p class="calm">No request of this host.</p>` : requestTable(requests, frame)}
      <p>${link(frame.links.requests(query), `all requests of this host`)}</p>
    </section>`;
}

/** Something wrong with the host rather than with one request. */
export function hostProblems(host: HostView, frame: PageFrame): Html {
  const { links } = frame;
  if (host.problems.length === 0) return html``;
  return html`<section class="panel" data-part="problems">
    <h2>Problems of ${idText(host.host) || "a host that is not named"}</h2>
    <ul class="rows">
      ${host.problems.map(
        ({ cause, title, severity, count: times, oldest, oldestTrust, because }) =>
          html`<li data-row="${cause}">
            <div class="line">
              ${severityBadge(severity)}<span class="grow"
                ><span class="title">${link(links.cause(cause), title, "open")}</span
                ><span class="sub">${logText(because, 400)}</span>${alertsFor(cause, frame)}</span
              ><span class="num"
                >${counted(times, "time")}<br /><span class="dim"
                  >${oldest === null ? "" : html`since ${moment(oldest, "day", oldestTrust)}`}</span
                ></span
              >
            </div>
          </li>`,
      )}
    </ul>
  </section>`;
}

function sources(host: HostView, frame: PageFrame): Html {
  const all = host.sources;
  const worse = (source: HostSource): number => trouble(source, host, frame);
  const sorted = all.toSorted((a, b) => worse(b) - worse(a)).slice(0, sourcesMax);
  return html`<section class="panel" aria-labelledby="own-sources-title" data-part="sources">
    <h2 id="own-sources-title">Sources <span class="dim">${counted(all.length, "source")}</span></h2>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="own-sources-title">
      <table>
        <thead>
          <tr>
            <th>Source</th>
            <th>Condition</th>
            <th>Format</th>
            <th class="num">Files</th>
            <th class="num">Last event</th>
            <th class="num">Last change</th>
            ${columnHead("Shipped")} ${columnHead("Behind")}
            <th class="num">Records</th>
            ${columnHead("Rejected")} ${columnHead("Gaps")} ${columnHead("Duplicates")} ${columnHead("Late")}
          </tr>
        </thead>
        <tbody>
          ${sorted.map((source) => row(host, source, frame))}
        </tbody>
      </table>
    </div>
    ${all.length > sourcesMax ? html`<p class="dim">and ${grouped(all.length - sourcesMax)} more, all as well as these: /api/v1/hosts has them</p>` : ""}
  </section>`;
}

const sourcesMax = 100;

function row(host: HostView, source: HostSource, frame: PageFrame): Html {
  const { now } = frame;
  const size = (value: number): Html | string => (value === 0 ? zero : bytes(value));
  return html`<tr>
    <td class="mono">
      ${idText(source.name)}${source.detail === "" ? "" : html`<span class="sub">${logText(source.detail, 300)}</span>`}
    </td>
    <td>${conditionBadge(source, host, frame)}</td>
    <td class="format">${source.format ?? html`<span class="dim">none yet</span>`}</td>
    <td class="num">${grouped(source.files)}</td>
    <td class="num">${lastEvent(source, now)}</td>
    <td class="num">${age(source.changedAt, now)}</td>
    <td class="num">${size(source.bytesShipped)}</td>
    <td class="num">${size(source.bytesBehind)}</td>
    <td class="num">${grouped(source.records)}</td>
    <td class="num">${unwanted(source.rejected)}</td>
    <td class="num">${source.gapBytes === 0 ? zero : html`<b class="bad">${bytes(source.gapBytes)}</b>`}</td>
    <td class="num">${size(source.duplicateBytes)}</td>
    <td class="num">${unwanted(source.late)}</td>
  </tr>`;
}
