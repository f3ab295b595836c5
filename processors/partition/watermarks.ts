import { formats } from "../../collectors/contract/index.ts";
import type { Format, ShippedSlice, SourceReport, SourceState } from "../../collectors/contract/index.ts";
import { createGathering } from "./gathering.ts";
import type { GatherLimits } from "./gathering.ts";

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
  /** How long anybody was heard since this host was heard last, ms; 0: it never was. */
  readonly unheardMs: (host: string) => number;
  /** When it was last heard of, by the clock that all hosts share, where there is one; null: never. */
  heardAt(host: string): number | null;
  save(): WatermarkState;
}

export interface WatermarkState {
  readonly passed: number;
  /** Left out: it was kept before that was noted. */
  readonly listening?: Listening;
  /** Bytes of log that came while a new partition waited for more hosts; left out: it was kept before any waited. */
  readonly gatheredBytes?: number;
  readonly hosts: ReadonlyMap<string, HostMark>;
}

/** How long it was listened, while anybody was heard. */
export interface Listening {
  /** When somebody was heard last, by the clock that all hosts share where there is one, ms UTC. */
  readonly heardAt: number;
  readonly ms: number;
  /** How many came one after the other from so long before `heardAt` that it is no moment to listen from; left out: none. */
  readonly before?: number;
}

export interface HostMark {
  readonly passedAt: number;
  readonly readAt: number;
  /** By the clock that all hosts share, where there is one; left out: it was kept before that was noted. */
  readonly heardAt?: number;
  /** How long it had been listened when it was heard last. */
  readonly listenedMs?: number;
  /** It has a source that can be waited for. */
  readonly hasSources: boolean;
}

export interface WatermarkOptions {
  /** How long a writer may keep a record before it is in its file: IIS writes its log at least once a minute. */
  readonly heldMs: (format: Format) => number;
  /** A host that has not reported for so long, while others have, is waited for no more: its later records are late. */
  readonly silentMs: number;
  /** Left out: all hosts are known from the beginning. */
  readonly gather?: GatherLimits;
}

/**
 * A source that was looked at and found shipped to its end has passed that moment, less the time that its writer may hold records back. A source that is behind has
 * passed what is shipped, and one that waits for the end of its last record has passed what is older. One that is missing or cannot be read cannot be waited for: it is shown, and the others go on.
 *
 * A slice tells what is in the files, not what their writers still hold back, and its stamps are whatever a log says: no stamp is believed beyond what a look at that
 * moment would prove. Else the plug-in's line of this second would make the rows late that IIS writes a minute after it, and one row from the year 2099 all others.
 *
 * Hosts are compared by when the bus took what they sent, where it tells: a collector whose clock is an hour ahead would make all others look silent, and would have
 * passed for all of them what is still to come. So for others it has passed an hour less.
 * And where nobody was heard for a while nobody was silent: the first report after a night without Kafka must not make those behind it late.
 *
 * On crash: part of the checkpoint. On replay: marks only rise. On overload: one mark a host.
 */
export function createWatermarks(options: WatermarkOptions, saved?: WatermarkState): Watermarks {
  const hosts = new Map<string, HostMark>(saved?.hosts);
  let { passed, listening = unheard } = saved ?? { passed: never };
  const gathering = createGathering(options.gather, saved);
  const heldMsMax = Math.max(...formats.map(options.heldMs));
  const rise = (host: string, { passedAt, readAt, heardAt = readAt, hasSources }: HostMark): void => {
    const known = hosts.get(host) ?? unknown;
    listening = listenOn(listening, heardAt, options.silentMs);
    hosts.set(host, {
      passedAt: Math.max(passedAt, known.passedAt),
      readAt: Math.max(readAt, known.readAt),
      heardAt: Math.max(heardAt, heardOf(known)),
      listenedMs: listening.ms,
      hasSources,
    });
  };
  return {
    slice: (host, shipped) => {
      gathering.take(shipped.slice.bytes.length);
      rise(host, markOfSlice(shipped, heldMsMax));
    },
    report: ({ host, readAt, arrivedAt, sources }) =>
      rise(host, {
        passedAt: passedOf(sources, readAt, options),
        readAt,
        heardAt: arrivedAt ?? readAt,
        hasSources: sources.some(isThere),
      }),
    passed: () => {
      if (gathering.isOver(listening.ms))
        passed = Math.max(passed, passedByAll(hosts, listening.ms - options.silentMs));
      return passed;
    },
    passedBy: (host) => finite(hosts.get(host)?.passedAt),
    readAt: (host) => finite(hosts.get(host)?.readAt),
    unheardMs: (host) => listening.ms - (hosts.get(host)?.listenedMs ?? listening.ms),
    heardAt: (host) => finite(heardOf(hosts.get(host) ?? unknown)),
    save: () => ({ passed, listening, gatheredBytes: gathering.bytes(), hosts: new Map(hosts) }),
  };
}

function markOfSlice({ floor, readAt, arrivedAt }: ShippedSlice, heldMsMax: number): HostMark {
  return {
    passedAt: Math.min(floor ?? Number.NEGATIVE_INFINITY, readAt - heldMsMax),
    readAt,
    heardAt: arrivedAt ?? readAt,
    hasSources: true,
  };
}

/** -Infinity while anything is behind: then the slices tell how far the host has come. Who has nothing to look at has passed nothing. */
function passedOf(sources: readonly SourceState[], readAt: number, { heldMs }: WatermarkOptions): number {
  let passedAt = Number.POSITIVE_INFINITY;
  for (const { condition, format, waitsFrom = Number.POSITIVE_INFINITY } of sources) {
    if (condition === "behind") return Number.NEGATIVE_INFINITY;
    if (condition === "current" && format !== null)
      passedAt = Math.min(passedAt, readAt - heldMs(format), waitsFrom);
  }
  return passedAt === Number.POSITIVE_INFINITY ? Number.NEGATIVE_INFINITY : passedAt;
}

const unheard: Listening = { heardAt: Number.POSITIVE_INFINITY, ms: 0 };
/** A collector reports every five seconds: a longer pause tells of all of them, not of one. */
const pauseMsMax = 10_000;

/** What waited may come late, once; a clock that was put right, or one that was ahead once, is told by the next few. */
const beforeMax = 3;

function listenOn({ heardAt, ms, before = 0 }: Listening, at: number, silentMs: number): Listening {
  if (heardAt === Number.POSITIVE_INFINITY) return { heardAt: at, ms };
  if (at < heardAt - silentMs)
    return before + 1 < beforeMax ? { heardAt, ms, before: before + 1 } : { heardAt: at, ms };
  return {
    heardAt: Math.max(heardAt, at),
    ms: ms + Math.min(Math.max(0, at - heardAt), pauseMsMax, silentMs),
  };
}

/** Those that were not heard since `listenedMs` are silent. */
function passedByAll(hosts: ReadonlyMap<string, HostMark>, listenedMs: number): number {
  let passed = Number.POSITIVE_INFINITY;
  for (const mark of hosts.values())
    if (mark.hasSources && (mark.listenedMs ?? 0) >= listenedMs)
      passed = Math.min(passed, mark.passedAt - Math.max(0, mark.readAt - heardOf(mark)));
  return passed === Number.POSITIVE_INFINITY ? never : passed;
}

const never = Number.NEGATIVE_INFINITY;
const unknown: HostMark = { passedAt: never, readAt: never, hasSources: false };

function heardOf({ heardAt, readAt }: HostMark): number {
  return heardAt ?? readAt;
}

function isThere(source: SourceState): boolean {
  return source.condition === "current" || source.condition === "behind";
}

function finite(value: number | undefined): number | null {
  return value === undefined || value === Number.NEGATIVE_INFINITY ? null : value;
}
