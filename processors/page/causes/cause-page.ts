import type { Cause, StoredRequest } from "../../contract/index.ts";
import { counted, stageNames, stageWords } from "../../wording/index.ts";
import type { PageFrame } from "../frame.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import { severityBadge } from "../parts/badges.ts";
import { causeSpan } from "../overview/cause-span.ts";
import type { CauseSpan } from "../overview/cause-span.ts";
import { link } from "../parts/link.ts";
import { stepList } from "../parts/step-list.ts";
import { requestTable } from "../requests/request-table.ts";

export interface CauseView {
  readonly cause: Cause;
  /** Requests with this cause, and the newest of them. */
  readonly total: number;
  /** Null: they stand elsewhere. */
  readonly requests: readonly StoredRequest[] | null;
  /** Since when and for whom it is; left out: it stands elsewhere, or there is none. */
  readonly span?: CauseSpan;
}

/** One entry of the catalogue in full, and the requests that it was claimed for. */
export function causePage(view: CauseView, frame: PageFrame): Html {
  const { cause, requests } = view;
  return html`<div class="headline"><h1>${cause.title}</h1></div>
    <p class="facts">
      ${severityBadge(cause.severity)}<span class="mono">${cause.id}</span
      ><span
        >${cause.stage === 0 ? stageWords[0] : `stage ${cause.stage}, ${stageNames[cause.stage]}: ${stageWords[cause.stage]}`}</span
      >
    </p>
    <div class="pair">
      <section class="panel cause">
        <h2>What to do</h2>
        ${stepList(cause.steps)}
      </section>
      <section class="panel cause">
        <h2>Why it happens</h2>
        <p>${cause.why}</p>
        <h3>How it is recognised</h3>
        <p>${cause.signal}</p>
        <p class="dim source">Source: ${cause.source}</p>
      </section>
    </div>
    ${cause.scope === "host" || requests === null ? "" : affected(view, requests, frame)}`;
}

function affected(
  { cause, total, span }: CauseView,
  requests: readonly StoredRequest[],
  frame: PageFrame,
): Html {
  return html`<section class="panel" aria-labelledby="affected-title" data-part="affected">
    <h2 id="affected-title">
      Requests with this cause
      <span class="dim"
        ><span class="where">${counted(total, "request")}</span> ${causeSpan(span, frame)}</span
      >
    </h2>
    ${requests.length === 0 ? html`<p class="calm">✓ None.</p>` : requestTable(requests, frame)}
    ${total > requests.length ? html`<p>${link(frame.links.requests(`cause=${encodeURIComponent(cause.id)}`), `all ${counted(total, "request")}`)}</p>` : ""}
  </section>`;
}
