export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  /** As many cells as columns. The first column is words, the others are figures; a last column named "" is words again. */
  readonly rows: readonly (readonly string[])[];
  /** What has to be known to read the figures. */
  readonly notes: readonly string[];
}

/** Plain text, for a terminal and a pipe alike. */
export function printTable({ title, columns, rows, notes }: Table): string {
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...rows.map((row) => (row[index] ?? "").length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) =>
        index === 0 || columns[index] === ""
          ? cell.padEnd(widths[index] ?? 0)
          : cell.padStart(widths[index] ?? 0),
      )
      .join("  ")
      .trimEnd();
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  return [title, "", line(columns), rule, ...rows.map(line), ...notes, ""].join("\n");
}

/** `12.3` with as many digits as mean something: three. `null`: not known. */
export function figure(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return "-";
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toFixed(digits);
}

export function ratio(value: number | null, to: number | null): number | null {
  return value === null || to === null || to === 0 ? null : value / to;
}
