import { codeParts } from "../../contract/index.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";

/** What to do, in order. A click takes a whole command. */
export function stepList(steps: readonly string[]): Html {
  return html`<ol class="steps">
    ${steps.map((step) => html`<li>${codeParts(step).map(({ text, isCode }) => (isCode ? html`<code>${text}</code>` : html`${text}`))}</li>`)}
  </ol>`;
}
