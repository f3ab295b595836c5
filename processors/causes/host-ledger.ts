import type { Claim, Observation, Problem, Request } from "../contract/index.ts";
import { createDeviceWatch } from "./watches/device-watch.ts";
import { createEventWatch } from "./watches/event-watch.ts";
import { createRefusalWatch } from "./watches/refusal-watch.ts";
import { createReissueWatch } from "./watches/reissue-watch.ts";
import { createSourceWatch } from "./watches/source-watch.ts";
import { createStatusFileWatch } from "./watches/status-file-watch.ts";
import { createUnfinishedWatch } from "./watches/unfinished-watch.ts";
import type { Clock, Finding, SourceNote, Watch } from "./watches/watch.ts";

/** Collects what is wrong with hosts rather than with single requests. Memory is bounded per host, whatever passes by. */
export interface HostLedger {
  observe(observation: Observation): void;
  /** A request as it finally is, with its claim. */
  note(request: Request, claim: Claim | null): void;
  /** A source that was read, with the columns of its header where it has one. */
  noteSource(source: SourceNote): void;
  /** A clock that was found to differ from the host's: positive when it is ahead. */
  noteSkew(host: string, clock: Clock): void;
  /** `now` in ms UTC; null: the newest time seen on that host. Sorted by severity, count and id. */
  problems(host: string, now: number | null): readonly Problem[];
  /** In order of name. */
  hosts(): readonly string[];
  /** Newest trusted time of the host's records, ms UTC. */
  newestAt(host: string): number | null;
}

interface Entry {
  readonly watches: readonly Watch[];
  newestAt: number | null;
}

/** Hosts beyond this are not watched: device logs count as hosts, so a big fleet's bundle has many. */
const hostsMax = 5_000;

/** State is lost with the process; replaying the same observations and requests rebuilds it. */
export function createHostLedger(): HostLedger {
  const entries = new Map<string, Entry>();
  const entryOf = (host: string): Entry | null => {
    const known = entries.get(host);
    if (known !== undefined) return known;
    if (entries.size >= hostsMax) return null;
    const entry: Entry = { watches: makers.map((make) => make()), newestAt: null };
    entries.set(host, entry);
    return entry;
  };
  return {
    observe(observation) {
      const entry = entryOf(observation.host);
      if (entry === null) return;
      if (observation.at !== null && isTrusted(observation))
        entry.newestAt = Math.max(entry.newestAt ?? observation.at, observation.at);
      for (const watch of entry.watches) watch.observe?.(observation);
    },
    note(request, claim) {
      for (const watch of entryOf(request.host)?.watches ?? []) watch.note?.(request, claim);
    },
    noteSource(source) {
      for (const watch of entryOf(source.host)?.watches ?? []) watch.noteSource?.(source);
    },
    noteSkew(host, clock) {
      for (const watch of entryOf(host)?.watches ?? []) watch.noteSkew?.(clock);
    },
    problems(host, now) {
      const entry = entries.get(host);
      if (entry === undefined) return [];
      const at = now ?? entry.newestAt;
      return entry.watches
        .flatMap((watch) => watch.findings(at))
        .map((finding) => ({ host, ...finding }))
        .sort(byHarm);
    },
    hosts: () => [...entries.keys()].sort(byText),
    newestAt: (host) => entries.get(host)?.newestAt ?? null,
  };
}

const makers: readonly (() => Watch)[] = [
  createStatusFileWatch,
  createEventWatch,
  createSourceWatch,
  createUnfinishedWatch,
  createRefusalWatch,
  createReissueWatch,
  createDeviceWatch,
];

function isTrusted(observation: Observation): boolean {
  return observation.trust !== "zone-unknown" && observation.trust !== "time-of-day";
}

const harm: ReadonlyMap<string, number> = new Map([
  ["critical", 0],
  ["warning", 1],
  ["info", 2],
]);

function byHarm(left: Finding, right: Finding): number {
  const severity = (harm.get(left.cause.severity) ?? 3) - (harm.get(right.cause.severity) ?? 3);
  return severity || right.count - left.count || byText(left.cause.id, right.cause.id);
}

function byText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
