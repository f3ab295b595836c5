import { impliedWords } from "../wording/index.ts";
import { html } from "./html.ts";
import type { Html } from "./html.ts";
import { gradeWords } from "./parts/badges.ts";
import { columnWords } from "./parts/column-words.ts";

/** What the page says in words of its own, and the keys that it knows. */
export function help(): Html {
  return html`<dialog id="help" aria-labelledby="help-title">
    <h2 id="help-title" tabindex="-1" autofocus>Words</h2>
    <dl class="words">${terms.map(([term, meaning]) => pair(html`${term}`, meaning))}</dl>
    <h2 class="keys-title">Keyboard</h2>
    <dl class="keys">${keys.map(([key, meaning]) => pair(html`<kbd>${key}</kbd>`, meaning))}</dl>
    <form method="dialog"><button>Close</button></form>
  </dialog>`;
}

function pair(term: Html, meaning: string): Html {
  return html`<div>
    <dt>${term}</dt>
    <dd>${meaning}</dd>
  </div>`;
}

const terms: readonly (readonly [term: string, meaning: string])[] = [
  ["open", "a request under way: its end may still be logged"],
  ["unknown", "a request without a known end: no record that could be joined to it states one"],
  ["provisional", "more records may still join the request, up to an hour after its last one, and change it"],
  ["final", "nothing can join the request any more"],
  ["implied ○", impliedWords],
  ["key", `of records that belong together: ${gradeWords.key}`],
  ["exact", gradeWords.exact],
  ["probable", gradeWords.probable],
  [
    "devices",
    "of a cause: those that its requests name. Where a request names none, the addresses that it came from are counted; behind one may be several devices, or a proxy",
  ],
  [
    "raised",
    "of an alert: how long ago it was told for the first time; what it is about may be older than that, and than this process",
  ],
  ["first", "of a cause: how long ago its first request began, of all that are kept"],
  ...Object.entries(columnWords).map(([name, meaning]) => [name.toLowerCase(), meaning] as const),
];

const keys = [
  ["/", "search"],
  ["j", "next row"],
  ["k", "row before"],
  ["Enter", "open the row"],
  ["o", "overview"],
  ["r", "requests"],
  ["h", "hosts"],
  ["c", "copy the link to this page"],
  ["?", "this help"],
  ["Esc", "close, or leave the search"],
] as const;
