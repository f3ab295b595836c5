import type { HostView } from "../../contract/index.ts";
import { bytes, counted, grouped } from "../../wording/index.ts";
import type { PageFrame } from "../frame.ts";
import { html, idText } from "../html.ts";
import type { Html } from "../html.ts";
import { severityBadge } from "../parts/badges.ts";
import { columnHead } from "../parts/column-words.ts";
import { link } from "../parts/link.ts";
import { age, lastEvent } from "../parts/moment.ts";
import { hearing, silentBadge, trouble, unwanted, zero } from "../parts/source-state.ts";

/** All hosts, those in trouble first. */
export function hostsPage(hosts: readonly HostView[], frame: PageFrame): Html {
  const sorted = hosts.toSorted((a, b) => rank(b, frame) - rank(a, frame));
  return html`<div class="headline">
      <h1>Hosts</h1>
      <p class="dim">${counted(hosts.length, "host")}</p>
    </div>
    <section class="panel" aria-label="Hosts" data-part="hosts">
      ${hosts.length === 0 ? html`<p class="calm">No host yet: no source has been read.</p>` : table(sorted, frame)}
      ${hosts.length > shownMax ? html`<p class="dim">and ${counted(hosts.length - shownMax, "more host")} without trouble: /api/v1/hosts has them all</p>` : ""}
    </section>`;
}

const shownMax = 100;

/** A host with a critical problem before one whose source is in trouble, before those that are well; servers before devices. */
function rank(host: HostView, frame: PageFrame): number {
  const worst = Math.max(0, ...host.sources.map((source) => trouble(source, host, frame)));
  const problems = host.problems.some(({ severity }) => severity === "critical")
    ? 2
    : host.problems.length > 0
      ? 1
      : 0;
  return problems * 100 + worst * 10 + Math.min(9, host.sources.length);
}

function table(hosts: readonly HostView[], frame: PageFrame): Html {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Hosts, as a table">
    <table>
      <thead>
        <tr>
          <th>Host</th>
          <th>Sources</th>
          <th>Problems</th>
          <th class="num">Last event</th>
          ${columnHead("Read up to")} ${columnHead("Behind")}
          <th class="num">Records</th>
          ${columnHead("Rejected")} ${columnHead("Gaps")}
        </tr>
      </thead>
      <tbody>
        ${hosts.slice(0, shownMax).map((host) => row(host, frame))}
      </tbody>
    </table>
  </div>`;
}

function row(host: HostView, frame: PageFrame): Html {
  const { links, now } = frame;
  const { sources, problems } = host;
  const sum = (of: (source: HostView["sources"][number]) => number): number =>
    sources.reduce((total, source) => total + of(source), 0);
  const troubled = sources.filter((source) => trouble(source, host, frame) > 0).length;
  const behind = sum(({ bytesBehind }) => bytesBehind);
  const records = sum((source) => source.records);
  const gaps = sum(({ gapBytes }) => gapBytes);
  const worst = problems.find(({ severity }) => severity === "critical") ?? problems[0];
  return html`<tr data-row="${host.host}">
    <td>${link(links.host(host.host), idText(host.host) || "not named", "open")}</td>
    <td>${sourcesBadge(sources.length, troubled, hearing(host, frame))}</td>
    <td>
      ${worst === undefined ? html`<span class="dim">none</span>` : html`${severityBadge(worst.severity)} ${idText(worst.title)}${problems.length > 1 ? html` <span class="dim">and ${problems.length - 1} more</span>` : ""}`}
    </td>
    <td class="num">${lastEvent({ ...host, records }, now)}</td>
    <td class="num">${age(host.passedAt, now)}</td>
    <td class="num">${behind === 0 ? zero : bytes(behind)}</td>
    <td class="num">${grouped(records)}</td>
    <td class="num">${unwanted(sum(({ rejected }) => rejected))}</td>
    <td class="num">${gaps === 0 ? zero : html`<b class="bad">${bytes(gaps)}</b>`}</td>
  </tr>`;
}

function sourcesBadge(all: number, troubled: number, heard: ReturnType<typeof hearing>): Html {
  if (heard !== "heard") return silentBadge(heard, "");
  if (troubled === 0)
    return html`<span class="badge ok"><span aria-hidden="true">✓</span> ${all} current</span>`;
  return html`<span class="badge wait"><span aria-hidden="true">!</span> ${troubled} of ${all}</span>`;
}
