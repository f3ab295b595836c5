import { asCalled } from "../as-called.ts";
import type { Paint } from "./frame.ts";
import { fit, hang, padEnd, widthOf } from "./text-width.ts";

/** A frame that is ready to be drawn into. */
export interface Canvas {
  readonly width: number;
  readonly paint: Paint;
}

/** Columns for what is aligned to the right: far away is not beside, however wide the frame is. */
export function alignedWidth(canvas: Canvas): number {
  return Math.min(canvas.width, 160);
}

/** `WHAT WENT WRONG ─────────`. */
export function heading(title: string, canvas: Canvas): string {
  const width = alignedWidth(canvas);
  const shown = fit(title, width - 2);
  const rest = width - widthOf(shown) - 1;
  return `${canvas.paint("bold", shown)} ${canvas.paint("dim", "─".repeat(rest))}`;
}

/** Prose behind a lead, broken at a readable width. Commands in it are named as they can be typed here. */
export function prose(lead: string, text: string, canvas: Canvas): readonly string[] {
  return hang(lead, asCalled(text), proseWidth(canvas));
}

export function proseWidth(canvas: Canvas): number {
  return Math.min(canvas.width, 110);
}

/** Left and right on one line; the left gives way. */
export function spread(left: string, right: string, width: number): string {
  return `${padEnd(left, width - widthOf(right))}${right}`;
}
