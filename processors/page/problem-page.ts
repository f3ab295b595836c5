import { html, idText } from "./html.ts";
import type { Html } from "./html.ts";

export interface ProblemView {
  /** Ends with the code of the problem. */
  readonly type: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly remedy: string;
}

/** What went wrong, and what to do. */
export function problemPage({ type, status, title, detail, remedy }: ProblemView): Html {
  const [href, words] = elsewhere.get(type.slice(type.lastIndexOf(":") + 1)) ?? ["/", "Overview"];
  return html`<section class="panel narrow" aria-labelledby="problem-title">
    <p class="dim">${status}</p>
    <h1 id="problem-title">${title}</h1>
    <p>${idText(detail)}.</p>
    <p><b>What to do:</b> ${idText(remedy)}.</p>
    <p><a class="button" href="${href}">${words}</a></p>
  </section>`;
}

/** Where what was looked for would be found. */
const elsewhere: ReadonlyMap<string, readonly [href: string, words: string]> = new Map([
  ["unknown-host", ["/hosts", "All hosts"]],
  ["unknown-request", ["/requests", "All requests"]],
  ["unknown-cause", ["/causes", "All causes"]],
]);
