import type { HostSource, HostView } from "../../contract/index.ts";
import { bytes, counted, grouped } from "../../wording/index.ts";
import type { PageFrame } from "../frame.ts";
import { html, idText } from "../html.ts";
import type { Html } from "../html.ts";
import { link } from "../parts/link.ts";
import { age } from "../parts/moment.ts";

const rowsMax = 14;

/** What each source last said: those in trouble first, then those of the hosts with most sources, the servers. */
export function sourceTable(hosts: readonly HostView[], frame: PageFrame): Html {
  const rows = hosts
    .flatMap((host) => host.sources.map((source) => ({ host, source })))
    .toSorted(
      (a, b) =>
        trouble(b.source) - trouble(a.source) ||
        b.host.sources.length - a.host.sources.length ||
        (a.host.host < b.host.host ? -1 : 1),
    );
  const troubled = rows.filter(({ source }) => trouble(source) > 0).length;
  return html`<section class="panel sources" aria-labelledby="sources-title" data-part="sources">
    <h2 id="sources-title">
      What each source last said
      <span class="dim"
        >${counted(rows.length, "source")} on
        ${counted(hosts.length, "host")}${troubled === 0 ? ", all current" : ""}${troubled === 0 ? "" : `, ${troubled} with trouble`}</span
      >
    </h2>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="sources-title">
      <table>
        <thead>
          <tr>
            <th>Host</th>
            <th>Source</th>
            <th>Condition</th>
            <th class="num">Last event</th>
            <th class="num">Behind</th>
            <th class="num">Records</th>
            <th class="num">Rejected</th>
            <th class="num">Gaps</th>
          </tr>
        </thead>
        <tbody>
          ${rows.slice(0, rowsMax).map(({ host, source }) => sourceRow(host, source, frame))}
        </tbody>
      </table>
    </div>
    ${rows.length > rowsMax ? html`<p>${link(frame.links.hosts, `all ${grouped(rows.length)} sources, host by host`)}</p>` : ""}
  </section>`;
}

function sourceRow({ host }: HostView, source: HostSource, { links, now }: PageFrame): Html {
  return html`<tr>
    <td>${link(links.host(host), idText(host) || "not named")}</td>
    <td class="mono">${idText(source.name)}</td>
    <td>${conditionBadge(source)}</td>
    <td class="num">${age(source.eventAt, now)}</td>
    <td class="num">${source.bytesBehind === 0 ? zero : bytes(source.bytesBehind)}</td>
    <td class="num">${grouped(source.records)}</td>
    <td class="num">${count(source.rejected)}</td>
    <td class="num">${source.gapBytes === 0 ? zero : html`<b class="bad">${bytes(source.gapBytes)}</b>`}</td>
  </tr>`;
}

export const zero: Html = html`<span class="dim">0</span>`;

export function count(value: number): Html {
  return value === 0 ? zero : html`<b class="wait">${grouped(value)}</b>`;
}

const conditions = {
  current: ["ok", "✓"],
  behind: ["wait", "◔"],
  missing: ["bad", "✕"],
  denied: ["bad", "✕"],
  failing: ["bad", "✕"],
} as const;

export function conditionBadge({ condition, detail }: HostSource): Html {
  const [tone, sign] = conditions[condition];
  return html`<span class="badge ${tone}" title="${idText(detail)}"
    ><span aria-hidden="true">${sign}</span> ${condition}</span
  >`;
}

/** Worse is more. */
export function trouble({ condition, gapBytes }: HostSource): number {
  if (condition === "current") return gapBytes > 0 ? 1 : 0;
  return condition === "behind" ? 2 : 3;
}
