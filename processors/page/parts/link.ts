import { html, idText } from "../html.ts";
import type { Html } from "../html.ts";

/** A link, or its words alone where there is no page to lead to. */
export function link(href: string | null, words: Html | string, classes: string = ""): Html {
  const shown = typeof words === "string" ? idText(words) : words;
  const named = classes === "" ? "" : html` class="${classes}"`;
  return href === null ? html`<span${named}>${shown}</span>` : html`<a${named} href="${href}">${shown}</a>`;
}
