import type { HostView, StoredRequest } from "../../contract/index.ts";
import { counted, stageNames } from "../../wording/index.ts";
import type { PageFrame } from "../frame.ts";
import { html, idText } from "../html.ts";
import type { Html } from "../html.ts";
import { calm } from "../parts/calm.ts";
import { roughly } from "../parts/moment.ts";
import { link } from "../parts/link.ts";
import { requestName, shortName } from "../parts/request-line.ts";
import { stageStrip } from "../parts/stage-strip.ts";

export interface Stuck {
  /** Open for longer than this. */
  readonly openMsMax: number;
  readonly count: number;
  /** Some of them, newest first. */
  readonly requests: readonly StoredRequest[];
  /** ISO 8601. */
  readonly until: string;
}

/** Requests that should long have ended. */
export function stuckList(
  { openMsMax, count, requests, until }: Stuck,
  hosts: readonly HostView[],
  frame: PageFrame,
): Html {
  const query = `outcome=open&until=${encodeURIComponent(until)}`;
  return html`<section class="panel stuck" aria-labelledby="stuck-title" data-part="stuck">
    <h2 id="stuck-title">
      Open too long <span class="dim">over ${Math.round(openMsMax / 60_000)} min</span>
    </h2>
    ${count === 0 ? calm(hosts, "Nothing waits for longer than that.") : ""}
    <ul class="rows">
      ${requests.map((request) => entry(request, frame))}
    </ul>
    ${count > requests.length ? html`<p>${link(frame.links.requests(query), `all ${counted(count, "request")}`)}</p>` : ""}
  </section>`;
}

function entry(request: StoredRequest, { now, links }: PageFrame): Html {
  const { view } = request;
  const next = view.stages.find(({ status }) => status === "pending" || status === "unknown");
  const since = view.startedAt === null ? "" : roughly(now - Date.parse(view.startedAt));
  return html`<li data-row="${view.id}">
    <div class="line">
      <span class="grow"
        >${link(links.request(view.id), shortName(requestName(request)), "open")}
        <span class="sub"
          >${idText(view.host)} · waits for
          ${next === undefined ? "its end" : `stage ${next.stage}, ${stageNames[next.stage]}`}</span
        ></span
      >
      ${stageStrip(view.stages)}<b class="wait">${since}</b>
    </div>
  </li>`;
}
