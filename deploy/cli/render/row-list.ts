import { trustOfBegin } from "../../../processors/contract/index.ts";
import type { Claim, Request } from "../../../processors/contract/index.ts";
import { compareText } from "./compare-text.ts";
import { nameOf } from "./request-name.ts";
import type { Row, Summary } from "./summary.ts";

/** Keeps the newest rows; which those are does not depend on the order of arrival. */
export function createRowList(rowsMax: number): {
  readonly add: (request: Request, claim: Claim | null) => void;
  readonly result: () => Pick<Summary, "rows" | "listed">;
} {
  let rows: Row[] = [];
  let listed = 0;
  const trim = (): void => {
    rows = rows.sort(newestFirst).slice(0, rowsMax);
  };
  return {
    add(request, claim) {
      listed += 1;
      rows.push(toRow(request, claim));
      if (rows.length > rowsMax * 4 + 64) trim();
    },
    result() {
      trim();
      return { rows, listed };
    },
  };
}

function toRow(request: Request, claim: Claim | null): Row {
  return {
    at: request.startedAt,
    doubt: trustOfBegin(request),
    host: request.host,
    platform: request.platform,
    key: nameOf(request),
    outcome: request.outcome,
    stages: request.stages.map((view) => view.status),
    cause: claim?.cause.id ?? null,
  };
}

function newestFirst(left: Row, right: Row): number {
  return (
    (right.at ?? -Infinity) - (left.at ?? -Infinity) ||
    compareText(left.host, right.host) ||
    compareText(left.key, right.key)
  );
}
