import type { Severity } from "../../contract/index.ts";
import { counted } from "../../wording/index.ts";
import { html, idText } from "../html.ts";
import type { Html } from "../html.ts";
import { siteLinks } from "../frame.ts";
import { severityBadge } from "../parts/badges.ts";
import { link } from "../parts/link.ts";

/** An alert, as a list names it. */
export interface RunbookEntry {
  readonly name: string;
  readonly part: "servers" | "pipeline";
  /** As it usually is: whoever prints the rules may choose another. */
  readonly severity: Severity;
  readonly summary: string;
}

const parts = [
  ["servers", "The servers that issue certificates"],
  ["pipeline", "scepscope itself"],
] as const;

/** Every alert that there is, with the way to what is done about it. */
export function runbooksPage(list: readonly RunbookEntry[]): Html {
  return html`<div class="headline"><h1>Runbooks</h1></div>
    <p>${counted(list.length, "alert")}, each with what it means, how to look closer, and what to do.</p>
    ${parts.map(([part, title]) => {
      const id = `runbooks-${part}`;
      return html`<section class="panel" aria-labelledby="${id}" data-part="${id}">
        <h2 id="${id}">${title}</h2>
        <ul class="rows">
          ${list.filter((entry) => entry.part === part).map((entry) => row(entry))}
        </ul>
      </section>`;
    })}`;
}

function row({ name, severity, summary }: RunbookEntry): Html {
  return html`<li data-row="${name}">
    <div class="line">
      <span class="grow"
        ><span class="title">${link(siteLinks.runbook(name), name, "open")}</span
        ><span class="sub">${idText(summary)}</span></span
      >${severityBadge(severity)}
    </div>
  </li>`;
}
