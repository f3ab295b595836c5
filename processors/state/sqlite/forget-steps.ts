import { requestsPerStep } from "./commit-steps.ts";
import type { OpenFile } from "./open-file.ts";
import { rowColumns } from "./request-table.ts";
import { integerOf, textOf } from "./row.ts";
import type { Row } from "./row.ts";
import { statement } from "./statement.ts";

export interface Retention {
  /** A final request is forgotten so long after its last change; null: never for its age. */
  readonly ageMsMax: number | null;
  /** When the file holds more than this, those that came first are forgotten; null: never for its size. */
  readonly bytesMax: number | null;
}

export interface Forgotten {
  readonly forAge: number;
  readonly forSize: number;
}

/** Forgets at most so many requests, within a transaction: what came first goes first. `at`: ms UTC. */
export function* forgetSteps(
  file: OpenFile,
  { ageMsMax, bytesMax }: Retention,
  { at, portionMax }: { readonly at: number; readonly portionMax: number },
): Generator<void, Forgotten> {
  const { writer, requests, aliases, tally } = file;
  const before = ageMsMax === null ? Number.NEGATIVE_INFINITY : at - ageMsMax;
  const isFull = bytesMax !== null && bytesHeld(file) > bytesMax;
  const isPast = (row: Row): boolean => integerOf(row, "changed") < before;
  const isDue = (row: Row): boolean => isFull || isPast(row);
  // After nearly all commits nothing is.
  const rows = oldest(writer, 1).some(isDue) ? oldest(writer, portionMax) : [];
  let [forAge, forSize] = [0, 0];
  for (const [index, row] of rows.entries()) {
    if (!isDue(row)) break;
    requests.dropRow(row);
    aliases.dropSuccessor(textOf(row, "id"));
    if (isPast(row)) forAge += 1;
    else forSize += 1;
    if (index % requestsPerStep === requestsPerStep - 1) yield;
  }
  if (ageMsMax !== null) aliases.dropLost(before, portionMax);
  tally.write();
  return { forAge, forSize };
}

function oldest(writer: OpenFile["writer"], count: number): readonly Row[] {
  return statement(writer, `SELECT ${rowColumns} FROM requests WHERE final = 1 ORDER BY seq LIMIT ?`).all(
    count,
  );
}

/** Of the file, without what is free in it. */
function bytesHeld({ writer }: OpenFile): number {
  const pragma = (name: string): number => integerOf(statement(writer, `PRAGMA ${name}`).get(), name);
  return (pragma("page_count") - pragma("freelist_count")) * pragma("page_size");
}
