/** A span as it is sent: plain values, so that the same request gives the same bytes. */
export interface TraceSpan {
  /** 32 and 16 lower-case hex digits. */
  readonly traceId: string;
  readonly spanId: string;
  /** Null: the root of its trace. */
  readonly parentSpanId: string | null;
  readonly name: string;
  /** ms UTC. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly status: "unset" | "ok" | "error";
  /** Only with `error`. */
  readonly message: string;
  readonly attributes: TraceAttributes;
  readonly events: readonly TraceEvent[];
  /** Events beyond the maximum. */
  readonly eventsLeftOut: number;
  readonly links: readonly TraceLink[];
}

export type TraceAttributes = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export interface TraceEvent {
  readonly name: string;
  /** ms UTC. */
  readonly at: number;
  readonly attributes: TraceAttributes;
}

export interface TraceLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: TraceAttributes;
}
