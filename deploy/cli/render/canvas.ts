import type { Paint } from "./frame.ts";
import { fit, hang, padEnd, widthOf } from "./text-width.ts";

/** A frame that is ready to be drawn into. */
export interface Canvas {
  readonly width: number;
  readonly paint: Paint;
}

/** `WHAT WENT WRONG ─────────`. */
export function heading(title: string, canvas: Canvas): string {
  const shown = fit(title, canvas.width - 2);
  const rest = canvas.width - widthOf(shown) - 1;
  return `${canvas.paint("bold", shown)} ${canvas.paint("dim", "─".repeat(rest))}`;
}

/** Prose behind a lead, broken at a readable width. */
export function prose(lead: string, text: string, canvas: Canvas): readonly string[] {
  return hang(lead, text, Math.min(canvas.width, 110));
}

/** Left and right on one line; the left gives way. */
export function spread(left: string, right: string, width: number): string {
  return `${padEnd(left, width - widthOf(right))}${right}`;
}
