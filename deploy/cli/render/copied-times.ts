import type { Format } from "../../../collectors/contract/index.ts";

/** What a source says of the times of its host's records, ms UTC. */
export interface SourceTimes {
  readonly host: string;
  readonly format: Format;
  readonly first: number | null;
  readonly last: number | null;
}

/** Formats whose clocks are UTC by their own rules. */
const utc: ReadonlySet<Format> = new Set<Format>(["iis-w3c", "httperr", "svclog", "evtx", "event-xml"]);
/** Logs are written with some delay. */
const delayMs = 5 * 60_000;

/**
 * Status files whose time lies behind the last record of their host: the registration point logs each that it drops, so that is the time of a copy, and the file
 * no longer tells how long it has waited.
 */
export function createCopiedTimes(): {
  readonly add: (source: SourceTimes) => void;
  readonly result: () => number;
} {
  const newest = new Map<string, number>();
  const files: { readonly host: string; readonly at: number }[] = [];
  return {
    add: ({ host, format, first, last }) => {
      if (format === "status-file" && first !== null) files.push({ host, at: first });
      if (utc.has(format) && last !== null)
        newest.set(host, Math.max(last, newest.get(host) ?? Number.NEGATIVE_INFINITY));
    },
    result: () =>
      files.filter(({ host, at }) => at - (newest.get(host) ?? Number.POSITIVE_INFINITY) > delayMs).length,
  };
}
