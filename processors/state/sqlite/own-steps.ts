import { rebuildingPiece } from "../../contract/index.ts";
import type { Change, KeptPartition, Saved } from "../../contract/index.ts";
import { requestsPerStep } from "./commit-steps.ts";
import type { OpenFile } from "./open-file.ts";
import { rowColumns } from "./request-table.ts";
import { bytesOf, integerOf, textOf, textOrNull } from "./row.ts";
import { statement } from "./statement.ts";

export interface Claimed {
  readonly epoch: number;
  readonly saved: Saved | null;
  readonly changes: readonly Change[];
}

/** Takes a partition over, within a transaction. `epochMin`: no epoch below it was ever given to another owner. */
export function* ownSteps(file: OpenFile, partition: string, epochMin: number): Generator<void, Claimed> {
  const { writer, requests, tally } = file;
  const row = statement(
    writer,
    `INSERT INTO partitions (name, epoch) VALUES (?1, ?2)
       ON CONFLICT (name) DO UPDATE SET epoch = max(epoch + 1, ?2) RETURNING number, epoch, position`,
  ).get(partition, epochMin);
  const number = integerOf(row, "number");
  const provisional = statement(
    writer,
    `SELECT ${rowColumns} FROM requests WHERE partition = ? AND final = 0`,
  ).all(number);
  const changes: Change[] = [];
  for (const [index, one] of provisional.entries()) {
    requests.dropRow(one);
    changes.push({ type: "gone", id: textOf(one, "id"), successor: null });
    if (index % requestsPerStep === requestsPerStep - 1) yield;
  }
  tally.write();
  const position = textOrNull(row, "position");
  const saved = position === null ? null : { position, state: piecesOf(writer, number) };
  return { epoch: integerOf(row, "epoch"), saved, changes };
}

/** As an owner does, in one transaction: nobody owns it between. Requests stay. */
export function* forgetStateSteps(
  file: OpenFile,
  partition: string,
  epochMin: number,
): Generator<void, Claimed> {
  const claimed = yield* ownSteps(file, partition, epochMin);
  statement(
    file.writer,
    "DELETE FROM pieces WHERE partition = (SELECT number FROM partitions WHERE name = ?)",
  ).run(partition);
  statement(file.writer, "UPDATE partitions SET position = NULL WHERE name = ?").run(partition);
  return claimed;
}

function piecesOf(db: OpenFile["writer"], partition: number): ReadonlyMap<string, Uint8Array> {
  const rows = statement(db, "SELECT name, bytes FROM pieces WHERE partition = ?").all(partition);
  return new Map(rows.map((row) => [textOf(row, "name"), bytesOf(row, "bytes")]));
}

/** All partitions, without becoming the owner of any. */
export function keptPartitions({
  reader,
}: Pick<OpenFile, "reader">): readonly Omit<KeptPartition, "saved" | "request">[] {
  const rows = statement(
    reader,
    `SELECT name, epoch, position,
       (SELECT coalesce(sum(length(bytes)), 0) FROM pieces WHERE partition = number) AS size,
       EXISTS (SELECT 1 FROM pieces WHERE partition = number AND pieces.name = ?) AS rebuilding
     FROM partitions ORDER BY name`,
  ).all(rebuildingPiece);
  return rows.map((row) => ({
    partition: textOf(row, "name"),
    epoch: integerOf(row, "epoch"),
    position: textOrNull(row, "position"),
    stateBytes: integerOf(row, "size"),
    isRebuilding: integerOf(row, "rebuilding") === 1,
    isResuming: false,
    owner: null,
  }));
}

/** One read of the database: position and pieces are of the same commit. */
export function savedIn({ reader }: OpenFile, partition: string): Saved | null {
  reader.exec("BEGIN");
  try {
    const row = statement(reader, "SELECT number, position FROM partitions WHERE name = ?").get(partition);
    const position = row === undefined ? null : textOrNull(row, "position");
    return position === null ? null : { position, state: piecesOf(reader, integerOf(row, "number")) };
  } finally {
    reader.exec("COMMIT");
  }
}
