import { severities } from "../../contract/index.ts";
import type { HostView } from "../../contract/index.ts";
import { counted } from "../../wording/index.ts";
import type { PageFrame } from "../frame.ts";
import { html, idText, logText } from "../html.ts";
import type { Html } from "../html.ts";
import { alertsFor } from "../parts/alerts-for.ts";
import { severityBadge } from "../parts/badges.ts";
import { calm } from "../parts/calm.ts";
import { link } from "../parts/link.ts";
import { age } from "../parts/moment.ts";

const shownMax = 6;
const order: readonly string[] = severities;

/** What is wrong with hosts rather than with single requests, the worst first. */
export function problemList(hosts: readonly HostView[], frame: PageFrame): Html {
  const { links } = frame;
  const all = hosts
    .flatMap(({ host, problems }) => problems.map((problem) => ({ host, problem })))
    .toSorted((a, b) => order.indexOf(a.problem.severity) - order.indexOf(b.problem.severity));
  const rest = all.length - shownMax;
  return html`<section class="panel" aria-labelledby="host-problems-title" data-part="host-problems">
    <h2 id="host-problems-title">Problems of hosts</h2>
    ${all.length === 0 ? calm(hosts, "None.") : ""}
    <ul class="rows">
      ${all.slice(0, shownMax).map(
        ({ host, problem }) =>
          html`<li data-row="${host} ${problem.cause}">
            <div class="line">
              <span class="grow"
                ><span class="title">${link(links.cause(problem.cause), problem.title, "open")}</span
                ><span class="sub"
                  >${link(links.host(host), idText(host) || "not named")} ·
                  ${logText(problem.because, 200)}${since(problem, frame)}</span
                >${alertsFor(problem.cause, frame)}</span
              >${severityBadge(problem.severity)}
            </div>
          </li>`,
      )}
    </ul>
    ${rest > 0 ? html`<p>${link(links.hosts, `and ${counted(rest, "more problem")}`)}</p>` : ""}
  </section>`;
}

/** As the page of the host has it, but for how long ago. */
function since({ oldest, oldestTrust }: HostView["problems"][number], { now }: PageFrame): Html {
  return oldest === null ? html`` : html` · first ${age(oldest, now, oldestTrust)}`;
}
