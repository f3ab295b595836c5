import type { Format, ShippedSlice, SourceReport, SourceState } from "../collectors/contract/index.ts";

/** How far each host has come, ms UTC: no record that its collector can still ship is older. */
export interface Watermarks {
  slice(host: string, shipped: ShippedSlice): void;
  report(report: SourceReport): void;
  /** The moment that all hosts have passed which still report; -Infinity: none has said anything. It never goes back. */
  passed(): number;
  /** The same of one host; null: it never said. */
  passedBy(host: string): number | null;
  /** When its sources were last looked at, by its collector's clock; null: never. */
  readAt(host: string): number | null;
  save(): WatermarkState;
}

export interface WatermarkState {
  readonly passed: number;
  readonly hosts: ReadonlyMap<string, HostMark>;
}

export interface HostMark {
  readonly passedAt: number;
  readonly readAt: number;
  /** It has a source that can be waited for. */
  readonly hasSources: boolean;
  /** The longest that one of its writers may hold a record back. */
  readonly heldMs: number;
}

export interface WatermarkOptions {
  /** How long a writer may keep a record before it is in its file: IIS writes its log at least once a minute. */
  readonly heldMs: (format: Format) => number;
  /** A host that has not reported for so long, while others have, is waited for no more: its later records are late. */
  readonly silentMs: number;
}

/**
 * A host whose sources were looked at and found shipped to their ends has passed that moment, less the time that a writer may hold records back. While one is
 * behind, it has passed what the slices tell, less the same: when a log is followed line by line, the oldest line that is there says nothing of one that is still
 * held back. A source that is missing or cannot be read cannot be waited for: it is shown, and the others go on. Who has nothing to look at has passed nothing.
 *
 * On crash: part of the checkpoint. On replay: marks only rise. On overload: one mark a host.
 */
export function createWatermarks(options: WatermarkOptions, saved?: WatermarkState): Watermarks {
  const hosts = new Map<string, HostMark>(saved?.hosts);
  let passed = saved?.passed ?? Number.NEGATIVE_INFINITY;
  const rise = (host: string, { passedAt, readAt, ...rest }: HostMark): void => {
    const known = hosts.get(host);
    hosts.set(host, {
      passedAt: Math.max(passedAt, known?.passedAt ?? Number.NEGATIVE_INFINITY),
      readAt: Math.max(readAt, known?.readAt ?? Number.NEGATIVE_INFINITY),
      ...rest,
    });
  };
  return {
    slice: (host, { floor, readAt, slice }) => {
      const heldMs = Math.max(options.heldMs(slice.file.format), hosts.get(host)?.heldMs ?? 0);
      const passedAt = floor === null ? Number.NEGATIVE_INFINITY : floor - heldMs;
      rise(host, { passedAt, readAt, hasSources: true, heldMs });
    },
    report: ({ host, readAt, sources }) => {
      const waitedFor = sources.filter(({ condition }) => condition === "current" || condition === "behind");
      const heldMs = longestHeld(waitedFor, options);
      const isBehind = waitedFor.some(({ condition }) => condition === "behind");
      const passedAt = isBehind || waitedFor.length === 0 ? Number.NEGATIVE_INFINITY : readAt - heldMs;
      rise(host, { passedAt, readAt, hasSources: waitedFor.length > 0, heldMs });
    },
    passed: () => {
      passed = Math.max(passed, passedByAll(hosts, options.silentMs));
      return passed;
    },
    passedBy: (host) => finite(hosts.get(host)?.passedAt),
    readAt: (host) => finite(hosts.get(host)?.readAt),
    save: () => ({ passed, hosts: new Map(hosts) }),
  };
}

function longestHeld(sources: readonly SourceState[], { heldMs }: WatermarkOptions): number {
  return Math.max(0, ...sources.map(({ format }) => (format === null ? 0 : heldMs(format))));
}

function passedByAll(hosts: ReadonlyMap<string, HostMark>, silentMs: number): number {
  let newestReadAt = Number.NEGATIVE_INFINITY;
  for (const { readAt } of hosts.values()) newestReadAt = Math.max(newestReadAt, readAt);
  let passed = Number.POSITIVE_INFINITY;
  for (const { passedAt, readAt, hasSources } of hosts.values())
    if (hasSources && newestReadAt - readAt <= silentMs) passed = Math.min(passed, passedAt);
  return passed === Number.POSITIVE_INFINITY ? Number.NEGATIVE_INFINITY : passed;
}

function finite(value: number | undefined): number | null {
  return value === undefined || value === Number.NEGATIVE_INFINITY ? null : value;
}
