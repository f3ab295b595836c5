import type { Answer, HostView, Outcome, Receiver, Stage, TraceFate } from "../../contract/index.ts";

/** What is true at the moment of a scrape and cannot be told by totals. */
export interface LiveView {
  /** All that are not final. */
  readonly provisional: Iterable<LiveRequest>;
  readonly hosts: readonly HostView[];
  readonly health: PipelineHealth;
}

/** Of a request that is not final, what is counted. Times are ms UTC. */
export interface LiveRequest {
  readonly host: string;
  /** Its host is a device. */
  readonly isDevice: boolean;
  readonly outcome: Outcome;
  readonly stageReached: Stage | 0;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** Id in the failure catalogue; null: none is claimed. */
  readonly cause: string | null;
}

export interface PipelineHealth {
  /** Shipped, and not processed; null: the bus does not tell it in bytes. */
  readonly busBytes: number | null;
  /** By the processor's clock, ms UTC; null: there is none yet. */
  readonly checkpointAt: number | null;
  readonly stateBytes: number;
  /** Requests that became final early because memory was full. */
  readonly evicted: number;
  /** Records that are not shown before their request is final. */
  readonly unshown: number;
  /** Files whose position was forgotten. */
  readonly forgottenCursors: number;
  /** Records that belong to no request, by kind. */
  readonly unbound: ReadonlyMap<string, number>;
  /** What became of requests as traces; absent: none are sent. */
  readonly traces?: { readonly waiting: number; readonly fates: ReadonlyMap<TraceFate, number> };
  /** What became of alerts; absent: nobody is told. */
  readonly notices?: {
    readonly firing: number;
    readonly counts: ReadonlyMap<Receiver, ReadonlyMap<Answer, number>>;
  };
}
