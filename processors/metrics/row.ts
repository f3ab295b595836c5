import type { Format } from "../../collectors/contract/index.ts";

/**
 * The numbers of one host, or of the fleet. `values` is what was counted; `kept` is what the last `save` took and the store may be keeping now; `shown` is what it
 * is known to have kept. Only that is exposed: a crash goes back to it, and a counter that was shown higher would seem to be reset.
 */
export interface Row {
  readonly host: string;
  readonly values: Float64Array;
  kept: Float64Array | null;
  shown: Float64Array;
  /** Counted since the last `save`. */
  isChanged: boolean;
  /** Whether a server's log was seen: then all that can happen on a server is shown as zero. */
  isServer: boolean;
  readonly formats: Set<Format>;
  /** By place: the request that was last counted there. Not kept. */
  readonly exemplars: Map<number, Exemplar>;
  readonly shownExemplars: Map<number, Exemplar>;
  readonly files: ProcessingFiles;
  /** ms UTC, by certificate. */
  readonly expiries: Map<string, number>;
  /** Newest final request by cause, ms UTC. */
  readonly causeAt: Map<string, number>;
  /** Final requests by the minute of their last record, then by outcome and cause. */
  readonly minutes: Map<number, Map<string, number>>;
}

export interface Exemplar {
  readonly request: string;
  readonly value: number;
  /** ms UTC, of the request's last record. */
  readonly at: number;
}

/** What lies in Processing: last change (ms UTC) by name. */
export interface ProcessingFiles {
  readonly byName: Map<string, number | null>;
  isChanged: boolean;
}

export function createRow(host: string, size: number): Row {
  return {
    host,
    values: new Float64Array(size),
    kept: null,
    shown: new Float64Array(size),
    isChanged: false,
    isServer: false,
    formats: new Set(),
    exemplars: new Map(),
    shownExemplars: new Map(),
    files: { byName: new Map(), isChanged: false },
    expiries: new Map(),
    causeAt: new Map(),
    minutes: new Map(),
  };
}

export function addTo(row: Row, place: number, count = 1): void {
  row.values[place] = (row.values[place] ?? 0) + count;
  row.isChanged = true;
}
