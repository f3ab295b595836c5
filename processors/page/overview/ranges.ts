import { html } from "../html.ts";
import type { Html } from "../html.ts";

/** How far back a page looks. */
export type RangeName = "15m" | "1h" | "24h" | "7d" | "all";

const ranges: readonly (readonly [name: RangeName, words: string, spanMs: number | null])[] = [
  ["15m", "15 min", 15 * 60_000],
  ["1h", "1 hour", 3_600_000],
  ["24h", "24 hours", 86_400_000],
  ["7d", "7 days", 604_800_000],
  ["all", "everything", null],
];

export const rangeNames: readonly RangeName[] = ranges.map(([name]) => name);

/** Where a range begins, ms UTC; null: with the oldest that is kept. */
export function rangeStart(name: RangeName, now: number): number | null {
  const span = ranges.find(([each]) => each === name)?.[2] ?? null;
  return span === null ? null : now - span;
}

export function rangePicker(current: RangeName): Html {
  return html`<nav class="pick" aria-label="How far back">
    ${ranges.map(
      ([name, words]) =>
        html`<a
          href="${name === "all" ? "/" : `/?range=${name}`}"
          ${name === current ? html` aria-current="true"` : ""}
          >${words}</a
        >`,
    )}
  </nav>`;
}
