import type { ShippedSlice, SourceReport, SourceState } from "../../collectors/contract/index.ts";
import { newestEvent, shownProblem } from "../contract/index.ts";
import type { DoubtfulTrust, HostSource, HostView, Problem } from "../contract/index.ts";
import type { Taken } from "../intake/index.ts";

/** What each host's sources last said, and what came of them. */
export interface HostBoard {
  report(report: SourceReport): void;
  /** `passedAt`: what is older than this was decided already. Returns how many records are late. */
  take(shipped: ShippedSlice, taken: Taken, passedAt: number): number;
  /** Something else of it is another now. */
  touch(host: string): void;
  /** Hosts that have changed since the last call. */
  changed(): readonly string[];
  /** All hosts. */
  hosts(): readonly string[];
  view(host: string, now: Moments, problems: readonly Problem[]): HostView;
  save(): BoardState;
}

export interface Moments {
  readonly passedAt: number | null;
  readonly readAt: number | null;
  readonly heardAt: number | null;
}

export type BoardState = ReadonlyMap<string, ReadonlyMap<string, SourceCount>>;

/** Plain, and changed in place. On crash: part of the checkpoint. On replay: the counts are of what was new. On overload: one entry a source, `sourcesMax` a host. */
export interface SourceCount {
  state: SourceState | null;
  records: number;
  rejected: number;
  gapBytes: number;
  duplicateBytes: number;
  late: number;
  eventAt: number | null;
  /** What is doubtful of that time; null: nothing. Left out: it was kept before that was noted. */
  eventTrust?: DoubtfulTrust | null;
}

/** A host has a dozen; a folder of files with invented names could have any number. */
const sourcesMax = 1_000;

export function createHostBoard(saved?: BoardState): HostBoard {
  const hosts = new Map([...(saved ?? [])].map(([host, sources]) => [host, new Map(sources)] as const));
  const changed = new Set(hosts.keys());
  const countOf = (host: string, source: string): SourceCount => {
    changed.add(host);
    return countIn(sourcesOf(hosts, host), source);
  };
  return {
    report: ({ host, sources }) => {
      // That there is nothing more to tell of it is a change as well.
      if (forgetUntold(sourcesOf(hosts, host), new Set(sources.map(({ name }) => name)))) changed.add(host);
      for (const state of sources) countOf(host, state.name).state = shownOf(state);
    },
    take: ({ source }, taken, passedAt) => addTo(countOf(taken.host, source), taken, passedAt),
    touch: (host) => void changed.add(host),
    changed: () => {
      const names = [...changed];
      changed.clear();
      return names;
    },
    hosts: () => [...hosts.keys()],
    view: (host, { passedAt, readAt, heardAt }, problems) => {
      const sources = [...(hosts.get(host) ?? [])].map(([name, count]) => toSource(name, count));
      return {
        host,
        passedAt,
        readAt,
        ...(heardAt === null ? {} : { heardAt }),
        ...newestEvent(sources),
        sources,
        problems: problems.map(shownProblem),
      };
    },
    save: () => hosts,
  };
}

/** A report names all that a host has: the folder that was missing is back under the names of its logs, and what was rotated away is no trouble. Whether anything was forgotten. */
function forgetUntold(sources: Map<string, SourceCount>, told: ReadonlySet<string>): boolean {
  let isForgotten = false;
  for (const [name, count] of sources) {
    if (told.has(name) || count.state === null) continue;
    isForgotten ||= count.state.files > 0 || count.state.condition !== "current";
    if (count.records + count.rejected === 0) sources.delete(name);
    else count.state = { ...count.state, condition: "current", detail: "", files: 0, bytesBehind: 0 };
  }
  return isForgotten;
}

function sourcesOf(hosts: Map<string, Map<string, SourceCount>>, host: string): Map<string, SourceCount> {
  const known = hosts.get(host);
  if (known !== undefined) return known;
  const made = new Map<string, SourceCount>();
  hosts.set(host, made);
  return made;
}

function countIn(sources: Map<string, SourceCount>, source: string): SourceCount {
  const name = sources.has(source) || sources.size < sourcesMax ? source : "(others)";
  const known = sources.get(name);
  if (known !== undefined) return known;
  const made = {
    state: null,
    records: 0,
    rejected: 0,
    gapBytes: 0,
    duplicateBytes: 0,
    late: 0,
    eventAt: null,
  };
  sources.set(name, made);
  return made;
}

function addTo(count: SourceCount, taken: Taken, passedAt: number): number {
  count.records += taken.records;
  count.rejected += taken.rejected.length;
  count.gapBytes += taken.gapBytes;
  count.duplicateBytes += taken.duplicateBytes;
  noteEvent(count, taken.newest);
  // The time of a status file is that of its last change: it moves on to another folder when it likes.
  const late = taken.observations.filter(
    ({ at, trust, kind }) =>
      at !== null && at < passedAt && trust !== "time-of-day" && kind !== "report.status-file",
  );
  count.late += late.length;
  return late.length;
}

/** What was kept before its doubt was noted may be a local clock's time, hours ahead: whatever comes next takes its place. */
function noteEvent(count: SourceCount, { at, trust }: Taken["newest"]): void {
  if (at === null) return;
  const isOlder = count.eventAt !== null && at <= count.eventAt;
  if (isOlder && count.eventTrust !== undefined) return;
  count.eventAt = at;
  count.eventTrust = trust;
}

/** What only watermarks need is not shown. */
function shownOf(state: SourceState): SourceState {
  const { waitsFrom: _, ...shown } = state;
  return shown;
}

function toSource(name: string, { state, eventTrust = null, ...count }: SourceCount): HostSource {
  return { ...(state ?? { ...unknown, name }), ...count, ...(eventTrust === null ? {} : { eventTrust }) };
}

const unknown: SourceState = {
  name: "",
  format: null,
  condition: "behind",
  detail: "",
  files: 0,
  bytesShipped: 0,
  bytesBehind: 0,
  changedAt: null,
};
