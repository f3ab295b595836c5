import { html, idText } from "../html.ts";
import type { Html } from "../html.ts";

/** Stands above a page while not all is shown that is known: a reader must not take what is missing for what is not. */
export function unready(reason: string): Html {
  return html`<p class="notice" role="status" data-part="unready">
    <span aria-hidden="true">◐</span> Not complete yet: ${idText(reason)}.
  </p>`;
}
