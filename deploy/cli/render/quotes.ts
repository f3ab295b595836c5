import type { Evidence } from "../../../processors/contract/index.ts";

/** What the log itself says, and where that stands. */
export interface Quotes {
  /** The record's own text, whole or in part; `""` when it cannot be read again. */
  readonly lineOf: (evidence: Pick<Evidence, "observation">) => string;
  readonly pathOf: (fileId: string) => string;
  /** Of a candidate nothing is known but where it stands and why it is one; left out: it is known like any record. */
  readonly knowsPlacesOnly?: true;
  /** More records may still join the request; left out: nothing can. */
  readonly isProvisional?: boolean;
}
