import { html } from "../html.ts";
import type { Html } from "../html.ts";

export interface BarPart {
  readonly tone: string;
  readonly count: number;
}

/** Parts of a whole side by side. Attributes of SVG give the widths: the policy of the page allows no style in the markup. */
export function bar(parts: readonly BarPart[], whole: number): Html {
  let from = 0;
  const rects = parts
    .filter(({ count }) => count > 0)
    .map(({ tone, count }) => {
      const width = (count / Math.max(1, whole)) * 100;
      const rect = html`<rect
        class="${tone}"
        x="${percent(from)}"
        width="${percent(Math.max(width, 0.5))}"
        height="100%"
      ></rect>`;
      from += width;
      return rect;
    });
  return html`<svg class="bar" aria-hidden="true">${rects}</svg>`;
}

export function percent(value: number): string {
  return `${Math.round(value * 100) / 100}%`;
}
