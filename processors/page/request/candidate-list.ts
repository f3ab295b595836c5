import type { StoredRequest } from "../../contract/index.ts";
import { counted } from "../../wording/index.ts";
import { html, idText, logText } from "../html.ts";
import type { Html } from "../html.ts";

const shownMax = 20;

/** Records that may belong to it, but fit others as well: bound to none. */
export function candidateList({ view }: StoredRequest): Html {
  const { candidates } = view;
  if (candidates.length === 0) return html``;
  const rest = candidates.length - shownMax;
  return html`<section class="panel candidates" data-part="candidates">
    <h2>
      Candidates
      <span class="dim"
        >${counted(candidates.length, "record")} that fit other requests as well: bound to none</span
      >
    </h2>
    <ul class="rows">
      ${candidates.slice(0, shownMax).map(
        ({ path, offset, why }) =>
          html`<li>
            <span class="mono">${idText(path)}:${offset}</span>
            <span class="dim">${logText(why, 300)}</span>
          </li>`,
      )}
    </ul>
    ${rest > 0 ? html`<p class="dim">and ${counted(rest, "more candidate")}: the JSON has them all</p>` : ""}
  </section>`;
}
