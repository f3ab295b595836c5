import { isDoubtful, isoTime, trustOfMoment } from "../../../processors/contract/index.ts";
import type { Claim, DoubtfulTrust, Request } from "../../../processors/contract/index.ts";
import { compareText } from "./compare-text.ts";
import { nameOf } from "./request-name.ts";
import type { Row } from "./summary.ts";

/** Keeps the newest rows; which those are does not depend on the order of arrival. */
export function createRowList(rowsMax: number): {
  readonly add: (request: Request, claim: Claim | null) => void;
  readonly newest: () => readonly Row[];
  /** Of all that were added. */
  readonly count: () => number;
} {
  let rows: Row[] = [];
  let count = 0;
  const trim = (): void => {
    rows = rows.sort(newestFirst).slice(0, rowsMax);
  };
  return {
    add(request, claim) {
      count += 1;
      rows.push(toRow(request, claim));
      if (rows.length > rowsMax * 4 + 64) trim();
    },
    newest() {
      trim();
      return rows;
    },
    count: () => count,
  };
}

function toRow(request: Request, claim: Claim | null): Row {
  return {
    at: request.startedAt,
    doubt: doubtOf(request),
    host: request.host,
    platform: request.platform,
    key: nameOf(request),
    outcome: request.outcome,
    stages: request.stages.map((view) => view.status),
    cause: claim?.cause.id ?? null,
  };
}

function doubtOf({ startedAt, evidence }: Request): DoubtfulTrust | null {
  const records = evidence.map(({ observation }) => observation);
  // Most requests have none, and to find the records of a moment takes longer.
  if (startedAt === null || !records.some(({ trust }) => isDoubtful(trust))) return null;
  return trustOfMoment(isoTime(startedAt), records);
}

function newestFirst(left: Row, right: Row): number {
  return (
    (right.at ?? -Infinity) - (left.at ?? -Infinity) ||
    compareText(left.host, right.host) ||
    compareText(left.key, right.key)
  );
}
