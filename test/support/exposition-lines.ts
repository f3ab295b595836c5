/** A line of `/metrics`, taken apart. */
export interface Line {
  /** As written: that of a histogram's line ends in `_bucket`, `_sum` or `_count`. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** What stands behind `#`, `""` when nothing does. */
  readonly exemplar: string;
}

/** Reads the text that Prometheus reads; a line that has no such form is an error. */
export function expositionLines(text: string): readonly Line[] {
  return text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map(toLine);
}

function toLine(line: string): Line {
  const match = /^([a-z_0-9]+)(?:\{((?:[a-z_]+="(?:[^"\\]|\\.)*",?)*)\})? (\S+)(?: # (.+))?$/.exec(line);
  if (match === null) throw new Error(`This is no line of metrics: ${line}`);
  const [, name = "", labels = "", value = "", exemplar = ""] = match;
  return { name, labels: labelsOf(labels), value: Number(value), exemplar };
}

function labelsOf(text: string): Readonly<Record<string, string>> {
  const pairs = [...text.matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"(?:,|$)/g)];
  return Object.fromEntries(pairs.map(([, name = "", value = ""]) => [name, value]));
}

/** The name of a line's series, with its labels. */
export function seriesOf({ name, labels }: Line): string {
  return `${name}${JSON.stringify(labels)}`;
}

/** The value of the one line with this name and these labels, among others; undefined: there is none. */
export function valueOf(
  lines: readonly Line[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  const found = lines.filter(
    (line) =>
      line.name === name && Object.entries(labels).every(([label, value]) => line.labels[label] === value),
  );
  if (found.length > 1) throw new Error(`${found.length} lines are ${name} ${JSON.stringify(labels)}`);
  return found[0]?.value;
}
