import { html } from "../html.ts";
import type { Html } from "../html.ts";

/** What the figures of a log mean, which are no words of every day. */
export const columnWords = {
  "Read up to": "all logs of the host have been read past this moment",
  Shipped: "of the log, what has been read since the collector started",
  Behind: "of the log, what has not been read yet",
  Rejected: "entries of the log that could not be read",
  Gaps: "parts of the log that never arrived, although later ones did",
  Duplicates: "parts of the log that arrived twice, and were counted once",
  Late: "records that came when what they belong to had been decided already",
} as const;

/** The head of a column of figures, which says what they mean. */
export function columnHead(name: keyof typeof columnWords): Html {
  return html`<th class="num" title="${columnWords[name]}">${name}</th>`;
}
