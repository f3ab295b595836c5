import { html, idText } from "./html.ts";
import type { Html } from "./html.ts";

export interface ProblemView {
  /** Ends with the code of the problem. */
  readonly type: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** For a program. */
  readonly remedy: string;
}

/** What went wrong, and what a person does now: where the remedy is a call of the API, another one. */
export function problemPage({ type, status, title, detail, remedy }: ProblemView): Html {
  const way = ways.get(type.slice(type.lastIndexOf(":") + 1));
  return html`<section class="panel narrow" aria-labelledby="problem-title">
    <p class="dim">${status}</p>
    <h1 id="problem-title">${title}</h1>
    <p>${sentence(idText(detail))}</p>
    <p><b>What to do:</b> ${sentence(way?.remedy ?? idText(remedy))}</p>
    <p class="actions">
      ${[...(way?.links ?? []), home].map(([href, words]) => html`<a class="button" href="${href}">${words}</a>`)}
    </p>
  </section>`;
}

/** What begins with the name of a parameter (`since: …`) keeps it as it is written. */
function sentence(words: string): string {
  return `${/^[a-z]+ /.test(words) ? words.slice(0, 1).toUpperCase() : words.slice(0, 1)}${words.slice(1)}.`;
}

type Link = readonly [href: string, words: string];

interface Way {
  readonly remedy: string;
  /** Where what was looked for would be found. */
  readonly links: readonly Link[];
}

const home: Link = ["/", "Overview"];
const requests: Link = ["/requests", "All requests"];
const choose: Way = { remedy: "choose in the list what it shall show", links: [requests] };

const ways: ReadonlyMap<string, Way> = new Map([
  [
    "unknown-path",
    {
      remedy:
        "look for a request in the box at the top, by any of its identifiers, or begin with the overview",
      links: [requests],
    },
  ],
  [
    "unknown-request",
    {
      remedy:
        "look for it in the box at the top, by any of its identifiers; it may also be older than what is kept",
      links: [requests],
    },
  ],
  ["unknown-host", { remedy: "choose it from the list of hosts", links: [["/hosts", "All hosts"]] }],
  ["unknown-cause", { remedy: "choose it from the list of causes", links: [["/causes", "All causes"]] }],
  [
    "unknown-runbook",
    { remedy: "choose it from the list of runbooks", links: [["/runbooks", "All runbooks"]] },
  ],
  ["unknown-parameter", choose],
  ["bad-parameter", choose],
  ["bad-cursor", { remedy: "begin with the first page of the list", links: [requests] }],
]);
