import type { Cause, HostView, StoredRequest } from "../../contract/index.ts";
import { duration, keyLabels, requestSentence } from "../../wording/index.ts";
import type { PageFrame } from "../frame.ts";
import { html, idText } from "../html.ts";
import type { Html } from "../html.ts";
import { begin } from "../parts/begin.ts";
import { finalBadge, outcomeBadge } from "../parts/badges.ts";
import { link } from "../parts/link.ts";
import { age } from "../parts/moment.ts";
import { requestName, shortName } from "../parts/request-line.ts";
import { bindingPanel } from "./binding-panel.ts";
import { candidateList } from "./candidate-list.ts";
import { causePanel } from "./cause-panel.ts";
import { evidenceList } from "./evidence-list.ts";
import { missingPanel } from "./missing-panel.ts";
import { waterfall } from "./waterfall.ts";

export interface RequestView {
  readonly request: StoredRequest;
  /** The log lines of its evidence, in order; null where there is none. */
  readonly lines: readonly (string | null)[];
  /** Its host, if that is known: what its sources have passed tells what "missing" means. */
  readonly host: HostView | null;
  readonly causes: ReadonlyMap<string, Cause>;
}

/** One request: what became of it, its stages over time, why, and the records that prove it. */
export function requestPage(view: RequestView, frame: PageFrame): Html {
  const { request } = view;
  return html`${head(request, frame)} ${waterfall(request)}
    <div class="pair">
      <div class="stack">${causePanel(request, view.causes, frame)}${bindingPanel(request)}</div>
      <div class="stack">${missingPanel(request, view.host, frame)}${names(request, frame)}</div>
    </div>
    ${evidenceList(request, view.lines)} ${candidateList(request)}`;
}

function head(request: StoredRequest, frame: PageFrame): Html {
  const { view, isFinal, changedAt } = request;
  const { startedAt, endedAt } = view;
  const length =
    startedAt === null || endedAt === null
      ? ""
      : html`<span
          ><span class="dim">took</span> ${duration(Date.parse(endedAt) - Date.parse(startedAt))}</span
        >`;
  return html`<section class="title" data-part="head">
    <div class="headline">
      <h1>${shortName(requestName(request))}</h1>
      ${outcomeBadge(view.outcome)} ${finalBadge(isFinal)} ${actions(view.id, frame)}
    </div>
    <p class="sentence">
      This request
      ${requestSentence(view)}.${view.cause === null ? "" : html` <b>${idText(view.cause.title)}</b>`}
    </p>
    <p class="facts">
      <span
        ><span class="dim">host</span>
        ${link(frame.links.host(view.host), idText(view.host) || "not named")}</span
      ><span><span class="dim">device</span> ${view.platform}</span
      ><span><span class="dim">connector</span> ${view.generation}</span
      ><span><span class="dim">began</span> ${begin(request, "stamp")}</span
      >${length}${frame.links.json(view.id) === null ? "" : html`<span><span class="dim">changed</span> ${age(changedAt, frame.now)}</span>`}
    </p>
  </section>`;
}

/** A report has neither a link of its own nor a program behind it. */
function actions(id: string, { links }: PageFrame): Html {
  const json = links.json(id);
  if (json === null) return html``;
  return html`<span class="actions">
    <button type="button" data-copy="${links.request(id) ?? ""}" hidden>Copy link</button>
    <a class="button" href="${json}" download="${fileName(id)}">JSON</a>
  </span>`;
}

/** Letters that every file system takes. */
function fileName(id: string): string {
  return `scepscope-${id.replaceAll(/[^\w.-]+/g, "_").slice(0, 80)}.json`;
}

const labels: ReadonlyMap<string, string> = new Map(keyLabels);
const namesMax = 40;

function names({ view, keys }: StoredRequest, { links }: PageFrame): Html {
  const order = keyLabels.map(([type]) => type);
  const sorted = keys.toSorted((a, b) => order.indexOf(a.type) - order.indexOf(b.type));
  return html`<section class="panel names" data-part="names">
    <h2>Identifiers</h2>
    <dl>
      <div>
        <dt>id</dt>
        <dd class="mono">${idText(view.id)}</dd>
      </div>
      ${sorted.slice(0, namesMax).map(
        ({ type, value }) =>
          html`<div>
            <dt>${labels.get(type) ?? type}</dt>
            <dd class="mono">${link(links.requests(`key=${encodeURIComponent(value)}`), idText(value))}</dd>
          </div>`,
      )}
    </dl>
    ${keys.length > namesMax ? html`<p class="dim">and ${keys.length - namesMax} more in the JSON</p>` : ""}
  </section>`;
}
