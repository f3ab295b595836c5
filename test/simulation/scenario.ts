import type { Clock } from "./clock.ts";

export type Platform = "android" | "ios" | "windows" | "macos";

/** What the unified connector's events say about whose they are. */
export type UnifiedKeys = "transaction" | "activity" | "thread";

/** When devices come. */
export type Arrivals =
  /** Independent devices, `count` of them on average `everyMs` apart. */
  | { readonly kind: "steady"; readonly count: number; readonly everyMs: number }
  /** Profile pushes: `perSecond` for `seconds`, then nothing until `everyMs` after the push began. */
  | {
      readonly kind: "push";
      readonly perSecond: number;
      readonly seconds: number;
      readonly pushes: number;
      readonly everyMs: number;
    }
  /** One phase after the other, then the first again: a fleet without an end, for those who take its records one by one. */
  | { readonly kind: "phases"; readonly phases: readonly ArrivalPhase[] };

/** What a host is like for a while. */
export interface ArrivalPhase {
  readonly lengthMs: number;
  /** Mean distance of its devices. */
  readonly everyMs: number;
  /** In place of those of the plan. */
  readonly courses: readonly (readonly [course: string, weight: number])[];
  /** The connector uploads nothing: status files wait for a later phase. */
  readonly uploadsRest: boolean;
}

/** What goes wrong with the host as a whole, once, in the middle of the period. */
export type Trouble =
  | "connector-stopped"
  | "connector-certificate"
  | "ndes-not-started"
  | "general-page"
  | "pool-crash"
  | "reissue-loop"
  | "profile-not-received";

export interface HostPlan {
  readonly name: string;
  readonly connector: "legacy" | "unified" | "upgrade";
  readonly unifiedKeys: UnifiedKeys;
  readonly arrivals: Arrivals;
  /** Names of courses with their weights. Every request takes one; `"each"` deals all courses out in turn. */
  readonly courses: readonly (readonly [course: string, weight: number])[] | "each";
  readonly platforms: readonly (readonly [platform: Platform, weight: number])[];
  /** One address for all devices; `null`: each has its own. */
  readonly proxyAddress: string | null;
  /** Devices that would use GET use POST. */
  readonly postOnly: boolean;
  /** The server does not offer POST to Android, which then uses GET: its transaction id is in the access log. */
  readonly androidGets: boolean;
  /** Native threads of the NDES pool: so many requests at once. */
  readonly threads: number;
  /** Windows bias of the local clock in minutes: UTC = local + bias. */
  readonly biasMinutes: number;
  /** Name of the CA's host; `null`: on the NDES host itself. */
  readonly caHost: string | null;
  /** Layout of the CA's events: 1 has the serial number. */
  readonly caEvents: 0 | 1;
  /** Share of devices whose own log is in the bundle. */
  readonly deviceLogs: number;
  /** HTTP.sys measures on a coarse clock; 0: a fine one. */
  readonly tickMs: number;
  readonly clocks: readonly Clock[];
  /** Each device's clock is off by up to so much. */
  readonly deviceSkewMs: number;
  /** Share of requests that are tried again with the same key, up to three times. */
  readonly retries: number;
  /** Long queries are logged as `...`. */
  readonly elidesQueries: boolean;
  readonly iisRotation: "daily" | "hourly";
  /** Field sets that follow each other through the period; more than one: the header changes inside of files. */
  readonly iisColumns: readonly (readonly string[])[];
  /** Number of files that the plug-in and svclog logs are rolled into. */
  readonly rolls: number;
  readonly eventForm: "wevtutil" | "viewer";
  /** Other records in the same logs: mean distance in ms. 0: none. */
  readonly noiseEveryMs: number;
  readonly troubles: readonly Trouble[];
}

export interface Scenario {
  readonly name: string;
  /** ms UTC. */
  readonly startAt: number;
  readonly hosts: readonly HostPlan[];
  /** The last record of each log is cut. */
  readonly tornEnds: boolean;
  /**
   * What a request may write before it asks for its thread; left out: three minutes, enough for the log of any device. All records of this time are kept in
   * memory, so that a busy fleet without such logs needs less.
   */
  readonly lookBackMs?: number;
}
