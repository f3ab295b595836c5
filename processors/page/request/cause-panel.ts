import type { Cause, StoredRequest } from "../../contract/index.ts";
import type { PageFrame } from "../frame.ts";
import { html, idText, logText } from "../html.ts";
import type { Html } from "../html.ts";
import { severityBadge } from "../parts/badges.ts";
import { link } from "../parts/link.ts";
import { stepList } from "../parts/step-list.ts";

/** Why, what to do, and what else it could be. */
export function causePanel(
  { view, claim }: StoredRequest,
  causes: ReadonlyMap<string, Cause>,
  { links }: PageFrame,
): Html {
  const cause = view.cause === null ? undefined : causes.get(view.cause.id);
  if (view.cause === null)
    return html`<section class="panel cause" data-part="cause">
      <h2>Cause</h2>
      <p class="calm">
        ${view.outcome === "succeeded" ? "✓ Nothing went wrong." : "No cause is claimed: no record shows the signal of a known one."}
      </p>
    </section>`;
  return html`<section class="panel cause" data-part="cause">
    <h2>Cause</h2>
    <p class="lead">
      ${idText(view.cause.title)} ${cause === undefined ? "" : severityBadge(cause.severity)}
    </p>
    <p class="mono">${link(links.cause(view.cause.id), view.cause.id)}</p>
    ${cause === undefined ? "" : html`<p>${cause.why}</p>`}
    ${claim === null ? "" : html`<p class="seen"><span class="dim">Seen:</span> ${logText(claim.because, 600)}</p>`}
    ${
      cause === undefined
        ? ""
        : html`<h3>What to do</h3>
            ${stepList(cause.steps)}`
    }
    ${others(claim, links)}
    ${cause === undefined ? "" : html`<p class="dim source">Source: ${cause.source}</p>`}
  </section>`;
}

function others(claim: StoredRequest["claim"], links: PageFrame["links"]): Html {
  if (claim === null || claim.alternatives.length === 0) return html``;
  return html`<h3>It could also be, likeliest first</h3>
    <ul>
      ${claim.alternatives.map(
        ({ cause, tellApart }) =>
          html`<li>${link(links.cause(cause), cause, "mono")}: ${idText(tellApart)}</li>`,
      )}
    </ul>`;
}
