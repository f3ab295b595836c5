import stringWidth from "string-width";

/** Columns that a text takes. */
export function widthOf(text: string): number {
  return ascii.test(text) ? text.length : stringWidth(text);
}

/** Cut to `width` columns, with `…` where something was cut off. */
export function fit(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  if (width < 1) return "";
  return `${head(text, width - 1)}…`;
}

/** Cut in the middle: paths and identifiers are told apart by their ends. */
export function fitMiddle(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  if (width < 5) return fit(text, width);
  const tail = Math.ceil((width - 1) / 2);
  const reversed = graphemes(text).reverse().join("");
  const end = graphemes(head(reversed, tail)).reverse().join("");
  return `${head(text, width - 1 - widthOf(end))}…${end}`;
}

export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}

export function padStart(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - widthOf(text))) + text;
}

/** Lines of at most `width` columns, broken between words; a word that is too long is broken anywhere. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((each) => pieces(each, width))) {
    const joined = line === "" ? word : `${line} ${word}`;
    if (widthOf(joined) <= width) {
      line = joined;
      continue;
    }
    lines.push(line);
    line = word;
  }
  if (line !== "" || lines.length === 0) lines.push(line);
  return lines;
}

/** A first line behind `lead`, the next ones indented to the same column. */
export function hang(lead: string, text: string, width: number): readonly string[] {
  const indent = widthOf(lead);
  return wrap(text, Math.max(10, width - indent)).map(
    (line, index) => (index === 0 ? lead : " ".repeat(indent)) + line,
  );
}

const ascii = /^[ -~]*$/;
const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

function graphemes(text: string): string[] {
  return ascii.test(text) ? text.split("") : Array.from(segmenter.segment(text), (each) => each.segment);
}

/** As many whole characters as fit. */
function head(text: string, width: number): string {
  if (ascii.test(text)) return text.slice(0, width);
  let taken = "";
  let used = 0;
  for (const each of graphemes(text)) {
    used += widthOf(each);
    if (used > width) break;
    taken += each;
  }
  return taken;
}

function pieces(word: string, width: number): readonly string[] {
  if (widthOf(word) <= width) return [word];
  const parts: string[] = [];
  let rest = word;
  while (widthOf(rest) > width) {
    const part = head(rest, width);
    // A single character wider than the line: it is taken as it is, lest this never ends.
    const taken = part === "" ? (graphemes(rest)[0] ?? rest) : part;
    parts.push(taken);
    rest = rest.slice(taken.length);
  }
  if (rest !== "") parts.push(rest);
  return parts;
}
