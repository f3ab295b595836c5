import { html } from "../html.ts";
import type { Html } from "../html.ts";

/** A link, or its words alone where there is no page to lead to. */
export function link(href: string | null, words: Html | string, classes: string = ""): Html {
  if (href === null) return html`<span class="${classes}">${words}</span>`;
  return html`<a class="${classes}" href="${href}">${words}</a>`;
}
