import type { HostSource, HostView } from "../../contract/index.ts";
import { bytes, counted, grouped } from "../../wording/index.ts";
import type { PageFrame } from "../frame.ts";
import { html, idText } from "../html.ts";
import type { Html } from "../html.ts";
import { columnHead } from "../parts/column-words.ts";
import { link } from "../parts/link.ts";
import { lastEvent } from "../parts/moment.ts";
import { conditionBadge, trouble, unwanted, zero } from "../parts/source-state.ts";

const rowsMax = 14;

/** What each source last said: those in trouble first, then those of the hosts with most sources, the servers. */
export function sourceTable(hosts: readonly HostView[], frame: PageFrame): Html {
  const rows = hosts
    .flatMap((host) => host.sources.map((source) => ({ host, source, worse: trouble(source, host, frame) })))
    .toSorted(
      (a, b) =>
        b.worse - a.worse ||
        b.host.sources.length - a.host.sources.length ||
        (a.host.host < b.host.host ? -1 : 1),
    );
  const troubled = rows.filter(({ worse }) => worse > 0).length;
  return html`<section class="panel sources" aria-labelledby="sources-title" data-part="sources">
    <h2 id="sources-title">
      What each source last said
      <span class="dim"
        >${counted(rows.length, "source")} on
        ${counted(hosts.length, "host")}${standing(rows.length, troubled)}</span
      >
    </h2>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="sources-title">
      <table>
        ${heads}
        <tbody>
          ${rows.slice(0, rowsMax).map(({ host, source }) => sourceRow(host, source, frame))}
        </tbody>
      </table>
    </div>
    ${rows.length > rowsMax ? html`<p>${link(frame.links.hosts, `all ${grouped(rows.length)} sources, host by host`)}</p>` : ""}
  </section>`;
}

function sourceRow(host: HostView, source: HostSource, frame: PageFrame): Html {
  const { links, now } = frame;
  return html`<tr>
    <td>${link(links.host(host.host), idText(host.host) || "not named")}</td>
    <td class="mono">${idText(source.name)}</td>
    <td>${conditionBadge(source, host, frame)}</td>
    <td class="num">${lastEvent(source, now)}</td>
    <td class="num">${source.bytesBehind === 0 ? zero : bytes(source.bytesBehind)}</td>
    <td class="num">${grouped(source.records)}</td>
    <td class="num">${unwanted(source.rejected)}</td>
    <td class="num">${source.gapBytes === 0 ? zero : html`<b class="bad">${bytes(source.gapBytes)}</b>`}</td>
  </tr>`;
}

const heads: Html = html`<thead>
  <tr>
    <th>Host</th>
    <th>Source</th>
    <th>Condition</th>
    <th class="num">Last event</th>
    ${columnHead("Behind")}
    <th class="num">Records</th>
    ${columnHead("Rejected")} ${columnHead("Gaps")}
  </tr>
</thead>`;

/** Where nothing is followed nothing is current either. */
function standing(sources: number, troubled: number): string {
  if (sources === 0) return ": no log is followed yet";
  return troubled === 0 ? ", all read to their end" : `, ${troubled} with trouble`;
}
