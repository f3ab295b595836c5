import type { HostView } from "../../processors/contract/index.ts";

/** What the processors know at one moment: all that an alert of one box is decided by. */
export interface Look {
  /** ms UTC, by the clock of whoever looks. */
  readonly at: number;
  /** Since when all that collectors say is kept, ms UTC; 0: from the beginning. Who was not heard before was perhaps not silent. */
  readonly hearingSince: number;
  readonly hosts: readonly HostView[];
  /** By how far it is looked back, ms: requests that began since, by the cause that is claimed for them. */
  readonly claimed: ReadonlyMap<number, readonly ClaimedCause[]>;
  /** The same for all requests of a host that succeeded or failed; asked for only where a share matters. */
  readonly decided: ReadonlyMap<number, ReadonlyMap<string, number>>;
  /** Requests that failed and have no cause, by window and host. */
  readonly unexplained: ReadonlyMap<number, ReadonlyMap<string, number>>;
}

export interface ClaimedCause {
  readonly cause: string;
  readonly host: string;
  readonly requests: number;
}

/** That a condition holds: one for each combination of labels. */
export interface Sign {
  /** The alert's own labels, those that its rule keeps of the metrics. */
  readonly labels: Readonly<Record<string, string>>;
  /** What was measured, in the unit of the alert's text. */
  readonly value: number;
}
