import type { RejectedMessage } from "../../collectors/contract/index.ts";
import type { StoredRequest } from "../contract/index.ts";
import type { KeeperLimits } from "./limits.ts";
import type { PartitionOptions } from "../partition/index.ts";
import type { Wake } from "./turns.ts";

export interface KeeperOptions {
  readonly partition: PartitionOptions;
  readonly limits: KeeperLimits;
  readonly clock: { now(): number };
  readonly wake: Wake;
  /** Nobody waits any longer for a store that refuses. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: KeeperEvent) => void;
  /** Final requests, as soon as they are kept. */
  readonly onKept?: (requests: readonly StoredRequest[]) => void;
}

export type KeeperEvent =
  | { readonly type: "commit-failed"; readonly message: string; readonly retryMs: number }
  | { readonly type: "commit-works-again" }
  /** The logs that were there at the start are read, and what came of them is shown. Once. */
  | { readonly type: "caught-up"; readonly tookMs: number }
  /** Somebody has written to the bus what no collector writes. */
  | { readonly type: "message-rejected"; readonly message: RejectedMessage }
  /** Another process has taken the partition up: what was not kept here is done there. */
  | { readonly type: "fenced"; readonly owner: string | null }
  /** Somebody has made the state of the partition go: it is made again from the bus. */
  | { readonly type: "state-forgotten" }
  /** What was kept of the state cannot be read: it is made again from the logs that are there. */
  | { readonly type: "state-damaged"; readonly message: string };
