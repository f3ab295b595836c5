import type { AnalysisStage, HostView, StoredRequest } from "../../contract/index.ts";
import { stageWords } from "../../wording/index.ts";
import type { PageFrame } from "../frame.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import { statusSigns, statusTones } from "../parts/badges.ts";
import { age, moment } from "../parts/moment.ts";

/** Which stages have no record, since when one waits for it, and whether its absence means anything. */
export function missingPanel(request: StoredRequest, host: HostView | null, frame: PageFrame): Html {
  const { view } = request;
  const open = view.stages.filter(({ status }) => status === "pending" || status === "unknown");
  const lastAt = view.endedAt ?? view.startedAt;
  return html`<section class="panel missing" data-part="missing">
    <h2>What is missing</h2>
    ${
      open.length === 0
        ? html`<p class="calm">✓ Nothing: each stage has a record, or a later one proves it.</p>`
        : html`<ul class="rows">
            ${open.map((stage) => entry(stage, view.failedStage))}
          </ul>`
    }
    <dl class="facts">
      <div>
        <dt>Last record</dt>
        <dd>${moment(lastAt)} <span class="dim">${age(lastAt, frame.now)}</span></dd>
      </div>
      ${passed(host, lastAt, frame)}
    </dl>
    ${request.isFinal ? html`<p class="dim">Final: all logs have been read past the time in which more could have come.</p>` : html`<p class="dim">Provisional: more may come, and this page follows.</p>`}
  </section>`;
}

function entry({ stage, status }: AnalysisStage, failedStage: number | null): Html {
  const isBeyond = failedStage !== null && stage > failedStage;
  const words =
    status === "pending"
      ? "begun, not ended"
      : isBeyond
        ? "not reached, after the failure"
        : "no record, and no later stage proves it";
  return html`<li>
    <span class="dot ${statusTones[status]} ${status}" aria-hidden="true">${statusSigns[status]}</span>
    <b>${stage}</b> ${stageWords[stage]} <span class="dim">${words}</span>
  </li>`;
}

/** Silence of a log that was read past the moment says that nothing came; silence of one that was not says nothing. */
function passed(host: HostView | null, lastAt: string | null, frame: PageFrame): Html {
  if (host === null) return html``;
  const behind = host.sources.filter(({ condition }) => condition !== "current");
  const isPast = host.passedAt !== null && lastAt !== null && host.passedAt >= Date.parse(lastAt);
  return html`<div>
      <dt>All sources read up to</dt>
      <dd>
        ${moment(host.passedAt)}
        <span class="dim"
          >${age(host.passedAt, frame.now)}${isPast ? ": what is missing had not been written by then" : ""}</span
        >
      </dd>
    </div>
    ${
      behind.length === 0
        ? ""
        : html`<div>
            <dt>No word from</dt>
            <dd>
              <b class="wait">${behind.length} of ${host.sources.length} sources</b>
              <span class="dim">missing records may stand there</span>
            </dd>
          </div>`
    }`;
}
