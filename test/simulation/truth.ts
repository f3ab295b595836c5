import type { SimulatedRequest } from "./host-state.ts";
import type { Source } from "./write.ts";

/** What really happened: known to the simulator alone, never to a reader of its logs. */
export interface Truth {
  readonly requests: readonly SimulatedRequest[];
  /** EVERY record that was written, by path, in file order. */
  readonly records: ReadonlyMap<string, readonly TruthRecord[]>;
  /** What is wrong with a host or a device as a whole, by its id in the failure catalogue. */
  readonly problems: readonly { readonly host: string; readonly cause: string }[];
}

export interface TruthRecord {
  /** Bytes of the record without its line end. */
  readonly offset: number;
  readonly length: number;
  /** Id of the request; `null`: noise, or a record of the host. */
  readonly request: string | null;
  readonly role: string;
  /** True time of the event, ms UTC, fractional. */
  readonly at: number;
  readonly source: Source;
}
