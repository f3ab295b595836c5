import type { Accuracy } from "./measure.ts";
import type { Grade } from "./result.ts";

export interface AccuracyRow {
  readonly name: string;
  readonly seed: number;
  readonly accuracy: Accuracy;
  /** Recall of the reference on its records, where there is one, and of the analysis on the same. */
  readonly reference?: { readonly recall: number; readonly analyzed: number };
}

/** The figures as a table for people: one line per scenario and seed. */
export function accuracyTable(rows: readonly AccuracyRow[]): string {
  const cells = [columns.map(([title]) => title), ...rows.map((row) => columns.map(([, cell]) => cell(row)))];
  const widths = columns.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return cells
    .map((line) =>
      line
        .map((cell, column) => pad(cell, widths[column] ?? 0, column))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

const columns: readonly (readonly [title: string, cell: (row: AccuracyRow) => string])[] = [
  ["scenario", ({ name }) => name],
  ["seed", ({ seed }) => String(seed)],
  ["key", ({ accuracy }) => precision(accuracy, "key")],
  ["exact", ({ accuracy }) => precision(accuracy, "exact")],
  ["probable", ({ accuracy }) => precision(accuracy, "probable")],
  ["pairs wrong", ({ accuracy }) => `${accuracy.pairs.wrong}/${accuracy.pairs.count}`],
  ["certain", ({ accuracy }) => share(accuracy.certainShare)],
  ["recall", ({ accuracy }) => share(accuracy.recall)],
  ["whole", ({ accuracy }) => share(accuracy.recallWhole)],
  [
    "reference",
    ({ reference }) =>
      reference === undefined ? "" : `${share(reference.analyzed)} of ${share(reference.recall)}`,
  ],
  ["requests", ({ accuracy }) => `${accuracy.requests.found}/${accuracy.requests.truth}`],
  ["failures", ({ accuracy }) => `${accuracy.failures.found}/${accuracy.failures.truth}`],
  ["outcome", ({ accuracy }) => share(accuracy.outcomeShare)],
  ["cause", ({ accuracy }) => share(accuracy.causeShare)],
];

function precision({ bound }: Accuracy, grade: Grade): string {
  const { count, right } = bound[grade];
  return count === 0 ? "-" : `${share(right / count)} (${count})`;
}

/** Rounded down, so that 1.0000 means all. */
function share(value: number): string {
  return Number.isNaN(value) ? "-" : (Math.floor(value * 10_000) / 10_000).toFixed(4);
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
