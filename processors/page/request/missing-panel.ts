import type { AnalysisStage, DoubtfulTrust, HostView, StoredRequest } from "../../contract/index.ts";
import { endTellers, stageWords } from "../../wording/index.ts";
import type { PageFrame } from "../frame.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import { statusSigns, statusTones } from "../parts/badges.ts";
import { doubtOf } from "../parts/begin.ts";
import { age, moment } from "../parts/moment.ts";
import { hearing } from "../parts/source-state.ts";

/** Which stages have no record, since when one waits for it, and whether its absence means anything. */
export function missingPanel(request: StoredRequest, host: HostView | null, frame: PageFrame): Html {
  const { view } = request;
  const open = view.stages.filter(({ status }) => status === "pending" || status === "unknown");
  const lastAt = view.endedAt ?? view.startedAt;
  const doubt = doubtOf(request, lastAt);
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
        <dd>${moment(lastAt, "stamp", doubt)} <span class="dim">${age(lastAt, frame.now, doubt)}</span></dd>
      </div>
      ${host === null ? "" : readUpTo(host, frame)}
      ${host === null || open.length === 0 ? "" : absence(host, { at: lastAt, doubt, isEndKnown: view.outcome !== "unknown" }, frame)}
    </dl>
    <p class="dim">
      ${request.isFinal ? "Final: nothing can join it any more." : "Provisional: more may come, and this page follows."}
    </p>
  </section>`;
}

function entry({ stage, status, at }: AnalysisStage, failedStage: number | null): Html {
  const isBeyond = failedStage !== null && stage > failedStage;
  const words =
    status === "pending"
      ? "begun, not ended"
      : at !== null
        ? "it has records, and none of them proves it"
        : isBeyond
          ? "not reached, after the failure"
          : "no record, and no later stage proves it";
  return html`<li>
    <span class="dot ${statusTones[status]} ${status}" aria-hidden="true">${statusSigns[status]}</span>
    <b>${stage}</b> ${stageWords[stage]} <span class="dim">${words}</span>
  </li>`;
}

function readUpTo({ passedAt }: HostView, { now }: PageFrame): Html {
  return html`<div>
    <dt>The host's sources are read up to</dt>
    <dd>${moment(passedAt)} <span class="dim">${age(passedAt, now)}</span></dd>
  </div>`;
}

/** Silence of a log that was read past the moment says that nothing came; silence of one that was not says nothing. */
function absence(host: HostView, last: Last, frame: PageFrame): Html {
  return html`<div>
    <dt>What the absence means</dt>
    <dd>${meaning(host, last, frame)}</dd>
  </div>`;
}

interface Last {
  readonly at: string | null;
  readonly doubt: DoubtfulTrust | null;
  readonly isEndKnown: boolean;
}

function meaning(host: HostView, last: Last, frame: PageFrame): Html {
  const heard = hearing(host, frame);
  if (heard === "unknown")
    return html`<b class="wait">Nothing: what this host says is not kept just now.</b> What is missing is not
      known, and not stuck.`;
  if (heard === "silent")
    return html`<b class="bad">Nothing: the collector is silent.</b> What is missing is not known, and not
      stuck.`;
  const unread = host.sources.filter(({ condition }) => condition !== "current").length;
  if (unread > 0)
    return html`<b class="wait"
        >Not sure: ${unread} of ${host.sources.length} sources are not read to their end.</b
      >
      What is missing may stand there.`;
  if (last.doubt !== null)
    return html`Not sure: its last record may be of another hour than the clock says that wrote it.`;
  if (host.passedAt === null || last.at === null || host.passedAt <= Date.parse(last.at))
    return html`Not sure yet: the logs have not passed its last record.`;
  return html`The logs have been read past its last record, and nothing more there could be joined to this
  request. ${last.isEndKnown ? "" : `These logs state how one ended: ${endTellers}.`}`;
}
