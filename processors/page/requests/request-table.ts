import type { StoredRequest } from "../../contract/index.ts";
import { duration } from "../../wording/index.ts";
import type { PageFrame } from "../frame.ts";
import { html, idText } from "../html.ts";
import type { Html } from "../html.ts";
import { begin } from "../parts/begin.ts";
import { finalBadge, outcomeBadge } from "../parts/badges.ts";
import { link } from "../parts/link.ts";
import { requestName, shortName } from "../parts/request-line.ts";
import { stageStrip } from "../parts/stage-strip.ts";

/** Requests as rows; on a narrow screen each becomes a card. */
export function requestTable(requests: readonly StoredRequest[], frame: PageFrame): Html {
  return html`<table class="requests">
    <thead>
      <tr>
        <th>Started, UTC</th>
        <th>Request</th>
        <th>Outcome</th>
        <th>Stages</th>
        <th>Cause</th>
        <th>Host</th>
        <th>Device</th>
        <th class="num">Duration</th>
      </tr>
    </thead>
    <tbody>
      ${requests.map((request) => row(request, frame))}
    </tbody>
  </table>`;
}

function row(request: StoredRequest, { links }: PageFrame): Html {
  const { view, isFinal, changedAt } = request;
  const { startedAt, endedAt, cause } = view;
  const length =
    startedAt === null || endedAt === null ? "" : duration(Date.parse(endedAt) - Date.parse(startedAt));
  return html`<tr data-row="${view.id}" data-changed="${changedAt}">
    <td class="at">${begin(request, "day")}</td>
    <td>${link(links.request(view.id), shortName(requestName(request)), "open")}</td>
    <td class="state">${outcomeBadge(view.outcome)}${isFinal ? "" : finalBadge(false)}</td>
    <td>${stageStrip(view.stages)}</td>
    <td class="cause">${cause === null ? "" : link(links.cause(cause.id), cause.title)}</td>
    <td>${link(links.host(view.host), idText(view.host) || "not named")}</td>
    <td>${view.platform === "unknown" ? html`<span class="dim">unknown</span>` : view.platform}</td>
    <td class="num">${length}</td>
  </tr>`;
}
