import type { Observation, Request } from "../contract/index.ts";
import type { Cell } from "./cells.ts";
import type { Name } from "./name-index.ts";

/** A record of the preview: where it lies in time, by which names it can join, and in what it is shown. */
export interface Placed {
  readonly observation: Observation;
  /** Null: it has no usable time, and waits for a record that shares its name. */
  cell: Cell<Placed> | null;
  names: readonly Name<Placed>[];
  /** A call before an operation, which waits for that while it is in no request. */
  readonly isCall: boolean;
  /** Null: it is shown in none. */
  request: Provisional | null;
}

/** A request as it looks so far, with its records. */
export interface Provisional {
  readonly request: Request;
  readonly records: readonly Placed[];
}

/** From now on it is shown in this; null: in none. */
export function showIn(record: Placed, request: Provisional | null): void {
  record.request = request;
  if (record.cell === null) return;
  if (isOpen(record)) record.cell.open.add(record);
  else record.cell.open.delete(record);
}

function isOpen({ request, isCall }: Placed): boolean {
  return request === null ? isCall : isUndecided(request.request);
}

export function isUndecided({ outcome }: Request): boolean {
  return outcome === "open" || outcome === "unknown";
}
