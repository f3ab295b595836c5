import type { Grade, StoredRequest } from "../../contract/index.ts";
import { counted } from "../../wording/index.ts";
import { html, logText } from "../html.ts";
import type { Html } from "../html.ts";
import { gradeBadge, gradeWords } from "../parts/badges.ts";

const order: readonly Grade[] = ["key", "exact", "probable"];
const reasonsMax = 8;

/** Why do these records belong together: the reasons, and how many records each holds. */
export function bindingPanel({ view, notes }: StoredRequest): Html {
  const reasons = new Map<Grade, Map<string, number>>();
  view.evidence.forEach(({ grade }, index) => {
    const why = notes[index]?.why ?? "";
    const counts = reasons.get(grade) ?? new Map<string, number>();
    reasons.set(grade, counts.set(why, (counts.get(why) ?? 0) + 1));
  });
  return html`<section class="panel binding" data-part="binding">
    <h2>Why these belong together <span class="dim">${counted(view.evidence.length, "record")}</span></h2>
    ${order.filter((grade) => reasons.has(grade)).map((grade) => group(grade, reasons.get(grade) ?? new Map()))}
    ${view.evidence.length === 0 ? html`<p class="calm">No record is bound.</p>` : ""}
  </section>`;
}

function group(grade: Grade, counts: ReadonlyMap<string, number>): Html {
  const sorted = [...counts].toSorted(([, a], [, b]) => b - a);
  const rest = sorted.length - reasonsMax;
  return html`<h3>${gradeBadge(grade)} <span class="dim">${gradeWords[grade]}</span></h3>
    <ul class="reasons">
      ${sorted
        .slice(0, reasonsMax)
        .map(([why, count]) => html`<li><b>${count}</b> <span>${logText(why, 300)}</span></li>`)}
    </ul>
    ${rest > 0 ? html`<p class="dim">and ${counted(rest, "more reason")}</p>` : ""}`;
}
