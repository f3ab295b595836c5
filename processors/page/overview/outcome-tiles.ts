import type { Outcome, Summary } from "../../contract/index.ts";
import { grouped } from "../../wording/index.ts";
import type { PageFrame } from "../frame.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import { outcomeSigns, outcomeTones } from "../parts/badges.ts";
import { bar } from "../parts/bar.ts";
import { link } from "../parts/link.ts";

const order: readonly Outcome[] = ["succeeded", "failed", "open", "unknown"];

/** How many requests there were, and what became of them. `query`: what they were narrowed by. */
export function outcomeTiles(summary: Summary, query: string, { links }: PageFrame): Html {
  const { requests, outcomes, provisional } = summary;
  const tile = (outcome: Outcome): Html => {
    const count = outcomes[outcome];
    const share = requests === 0 ? "" : `${shareOf(count, requests)} %`;
    const words = html`<span class="figure ${count === 0 ? "none" : outcomeTones[outcome]}"
        >${grouped(count)}</span
      ><span class="what"
        ><span aria-hidden="true">${outcomeSigns[outcome]}</span> ${outcome}
        <span class="dim">${share}</span></span
      >`;
    return html`<li>${link(links.requests(join(query, `outcome=${outcome}`)), words)}</li>`;
  };
  const all = html`<span class="figure">${grouped(requests)}</span
    ><span class="what"
      >${requests === 1 ? "request" : "requests"}
      <span class="dim"
        >${provisional === 0 ? "all final" : `${grouped(provisional)} provisional`}</span
      ></span
    >`;
  return html`<section class="tiles" aria-label="Outcomes" data-part="tiles">
    <ul>
      <li>${link(links.requests(query), all)}</li>
      ${order.map(tile)}
    </ul>
    ${bar(
      order.map((outcome) => ({ tone: outcomeTones[outcome], count: outcomes[outcome] })),
      requests,
    )}
  </section>`;
}

function join(...words: readonly string[]): string {
  return words.filter((word) => word !== "").join("&");
}

function shareOf(count: number, whole: number): string {
  const share = (count / whole) * 100;
  return share > 0 && share < 10 ? share.toFixed(1) : String(Math.round(share));
}
