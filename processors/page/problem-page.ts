import { html, idText } from "./html.ts";
import type { Html } from "./html.ts";

export interface ProblemView {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly remedy: string;
}

/** What went wrong, and what to do. */
export function problemPage({ status, title, detail, remedy }: ProblemView): Html {
  return html`<section class="panel narrow" aria-labelledby="problem-title">
    <p class="dim">${status}</p>
    <h1 id="problem-title">${title}</h1>
    <p>${idText(detail)}.</p>
    <p><b>What to do:</b> ${idText(remedy)}.</p>
    <p><a class="button" href="/">Overview</a></p>
  </section>`;
}
