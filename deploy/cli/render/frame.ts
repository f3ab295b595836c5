import { styleText } from "node:util";

/** Where text goes. Whether colour is wanted is decided by the caller; nothing here looks at a terminal. */
export interface Frame {
  /** Columns; no line is wider. Below 40 it counts as 40. */
  readonly width: number;
  readonly colour: boolean;
}

export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan" | "heading";

/** Paints text that is already laid out: colours have no width. */
export type Paint = (style: Style, text: string) => string;

export function paintFor(frame: Frame): Paint {
  if (!frame.colour) return (_style, text) => text;
  return (style, text) => (text === "" ? "" : styleText([...styles[style]], text, { validateStream: false }));
}

export function fullWidth(frame: Frame): number {
  return Math.max(40, frame.width);
}

const styles = {
  bold: ["bold"],
  dim: ["dim"],
  red: ["red"],
  green: ["green"],
  yellow: ["yellow"],
  cyan: ["cyan"],
  heading: ["bold", "underline"],
} as const;
