import type { Cause, StoredRequest } from "../../contract/index.ts";
import { counted, grouped, partOfKeyWords, wholeKeyWords } from "../../wording/index.ts";
import type { PageFrame } from "../frame.ts";
import { html, idText } from "../html.ts";
import type { Html } from "../html.ts";
import { filterForm } from "./filter-form.ts";
import type { Asked } from "./filter-form.ts";
import { requestTable } from "./request-table.ts";
import { scatter } from "./scatter.ts";

export interface RequestsView {
  readonly asked: Asked;
  readonly requests: readonly StoredRequest[];
  /** How many the filter leaves in all. */
  readonly total: number;
  /** Query of the first page and of the next one; null: this is the first, there is no next. */
  readonly first: string | null;
  readonly next: string | null;
  readonly hosts: readonly string[];
  readonly causes: readonly Cause[];
}

export function requestsPage(view: RequestsView, frame: PageFrame): Html {
  const { asked, requests, total } = view;
  return html`<div class="headline">
      <h1>Requests</h1>
      <p class="dim" data-part="total">${counted(total, "request")}${asked.size === 0 ? "" : " match"}</p>
    </div>
    ${filterForm(asked, view)} ${scatter(requests, frame)}
    <section class="panel" aria-label="Requests, newest first" data-part="requests">
      ${requests.length === 0 ? none(asked) : requestTable(requests, frame)} ${pager(view)}
    </section>`;
}

function none(asked: Asked): Html {
  const key = asked.get("key");
  if (asked.size === 0)
    return html`<p class="calm">No request yet. The first one shows here as soon as a log tells of it.</p>`;
  return html`<div class="calm">
    <p>No request matches${key === undefined ? "" : html` <b class="mono">${idText(key)}</b>`}.</p>
    ${key === undefined ? "" : html`<p class="dim">${wholeKeyWords} ${partOfKeyWords("scepscope analyze PATH --key")}</p>`}
    <p class="dim"><a href="/requests">Show all requests</a></p>
  </div>`;
}

function pager({ first, next, requests, total }: RequestsView): Html {
  if (first === null && next === null) return html``;
  return html`<nav class="pager" aria-label="Pages of the list">
    ${first === null ? html`<span></span>` : html`<a class="button" href="/requests?${first}">‹ newest</a>`}<span
      class="dim"
      >${grouped(requests.length)} of ${grouped(total)}</span
    >${next === null ? html`<span></span>` : html`<a class="button" rel="next" href="/requests?${next}">older ›</a>`}
  </nav>`;
}
