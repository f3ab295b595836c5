import type { DoubtfulTrust } from "../../contract/index.ts";

/** What the watches of one host know: plain values, each there once its watch is. They are saved and restored as they are. */
export interface WatchStates {
  device?: DeviceState;
  /** By the cause that is looked for. */
  events?: Map<string, EventState>;
  lostEvents?: LostEventsState;
  pools?: PoolState;
  /** By number of the minute since 1970. */
  refusalMinutes?: Map<number, RefusalMinute>;
  reissues?: ReissueState;
  sources?: SourceWatchState;
  statusFiles?: StatusFileState;
  unfinished?: UnfinishedState;
}

export interface DeviceState {
  readonly looked: Tally;
  readonly work: Tally;
  readonly roots: Tally;
  readonly installedRoots: Tally;
}

export interface EventState {
  readonly seen: Tally;
  readonly over: Tally;
  /** The words of the newest record, where they are quoted. */
  newest?: string;
  /** ms UTC, the latest, where several records may tell of one occurrence. */
  times?: number[];
}

export interface LostEventsState {
  readonly losses: Tally;
  records: number;
  /** How often the numbers of a log have begun anew. */
  cleared: number;
  /** Which, in words. */
  latest: string;
}

export interface PoolState {
  /** By name in lower case. */
  readonly named: Map<string, NamedPool>;
  /** Names in lower case of pools whose queue held a SCEP call, as HTTP.sys says. */
  readonly serving: Set<string>;
  /** Deaths that an event of WAS tells, and those that Application Error tells: ms UTC, the latest. */
  readonly deaths: number[];
  readonly faults: number[];
  /** Calls that found no worker process, and those that NDES answered. */
  readonly offline: Tally;
  readonly answered: Tally;
}

/** `name`: as it is written. */
export interface NamedPool {
  readonly name: string;
  readonly crashed: Tally;
  readonly stopped: Tally;
}

export interface RefusalMinute {
  passed: number;
  refused: number;
  oldest: number;
  /** Who was refused, where all of it was the same; null: several, or nobody knows. Left out: nobody was. */
  caller?: string | null;
  /** As of a tally. */
  oldestTrust?: DoubtfulTrust;
}

export interface ReissueState {
  /** By device, the one heard of last at the end. */
  readonly issuedTo: Map<string, readonly number[]>;
  readonly looping: Map<string, number>;
  /** By device: the worst doubt of the time of one of its requests; left out: there is none. */
  doubts?: Map<string, DoubtfulTrust>;
}

export interface SourceWatchState {
  readonly formats: Set<string>;
  readonly lacking: Set<string>;
  readonly clocks: Map<string, Clock>;
  verifyCalls: boolean;
  /** The last run of the policy module stood at a local time of which nobody knew the zone. */
  unzoned?: boolean;
  /** Runs of the policy module in an hour that its clock showed twice, or never, of which nobody knows which moment it was; left out: none. */
  doubtful?: Tally;
  /** By log: its latest step back; left out: there was none. */
  setBacks?: Map<string, SetBack>;
}

export interface StatusFileState {
  readonly processing: Map<string, number | null>;
  readonly failed: Tally;
}

export interface UnfinishedState {
  readonly fetched: Map<string, Tally>;
  readonly operated: Set<string>;
}

/** Counts occurrences and keeps the first and last moment, in any order of arrival. Plain values: each device of a fleet has some. */
export interface Tally {
  count: number;
  oldest: number | null;
  /** What is doubtful of that time; left out: nothing, or it was kept before that was noted. */
  oldestTrust?: DoubtfulTrust;
  newest: number | null;
}

/** A clock that differs from the host's by `skewMs`, seen on `pairs` pairs of moments. */
export interface Clock {
  readonly name: string;
  readonly skewMs: number;
  readonly pairs: number;
  /** When a report was made, and when the bus took it; calls that two logs of the host tell of; left out: records that a strong key joined. */
  readonly of?: "heartbeats" | "calls";
}

/** What a log wrote later is stamped earlier. */
export interface SetBack {
  readonly log: string;
  readonly backMs: number;
  /** What it stepped back to, ms UTC. */
  readonly at: number;
}
