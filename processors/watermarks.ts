import { formats } from "../collectors/contract/index.ts";
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
}

export interface WatermarkOptions {
  /** How long a writer may keep a record before it is in its file: IIS writes its log at least once a minute. */
  readonly heldMs: (format: Format) => number;
  /** A host that has not reported for so long, while others have, is waited for no more: its later records are late. */
  readonly silentMs: number;
}

/**
 * A source that was looked at and found shipped to its end has passed that moment, less the time that its writer may hold records back. A source that is behind has
 * passed what is shipped. One that is missing or cannot be read cannot be waited for: it is shown, and the others go on.
 *
 * A slice tells what is in the files, not what their writers still hold back, and its stamps are whatever a log says: no stamp is believed beyond what a look at that
 * moment would prove. Else the plug-in's line of this second would make the rows late that IIS writes a minute after it, and one row from the year 2099 all others.
 *
 * On crash: part of the checkpoint. On replay: marks only rise. On overload: one mark a host.
 */
export function createWatermarks(options: WatermarkOptions, saved?: WatermarkState): Watermarks {
  const hosts = new Map<string, HostMark>(saved?.hosts);
  let passed = saved?.passed ?? Number.NEGATIVE_INFINITY;
  const heldMsMax = Math.max(...formats.map(options.heldMs));
  const rise = (host: string, { passedAt, readAt, hasSources }: HostMark): void => {
    const known = hosts.get(host);
    hosts.set(host, {
      passedAt: Math.max(passedAt, known?.passedAt ?? Number.NEGATIVE_INFINITY),
      readAt: Math.max(readAt, known?.readAt ?? Number.NEGATIVE_INFINITY),
      hasSources,
    });
  };
  return {
    slice: (host, { floor, readAt }) =>
      rise(host, {
        passedAt: Math.min(floor ?? Number.NEGATIVE_INFINITY, readAt - heldMsMax),
        readAt,
        hasSources: true,
      }),
    report: ({ host, readAt, sources }) =>
      rise(host, {
        passedAt: passedOf(sources, readAt, options),
        readAt,
        hasSources: sources.some(({ condition }) => condition === "current" || condition === "behind"),
      }),
    passed: () => {
      passed = Math.max(passed, passedByAll(hosts, options.silentMs));
      return passed;
    },
    passedBy: (host) => finite(hosts.get(host)?.passedAt),
    readAt: (host) => finite(hosts.get(host)?.readAt),
    save: () => ({ passed, hosts: new Map(hosts) }),
  };
}

/** -Infinity while anything is behind: then the slices tell how far the host has come. Who has nothing to look at has passed nothing. */
function passedOf(sources: readonly SourceState[], readAt: number, { heldMs }: WatermarkOptions): number {
  let passedAt = Number.POSITIVE_INFINITY;
  for (const { condition, format } of sources) {
    if (condition === "behind") return Number.NEGATIVE_INFINITY;
    if (condition === "current" && format !== null) passedAt = Math.min(passedAt, readAt - heldMs(format));
  }
  return passedAt === Number.POSITIVE_INFINITY ? Number.NEGATIVE_INFINITY : passedAt;
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
