import type { Cause, Lookup } from "../contract/index.ts";
import type { FiringAlert, RunbookEntry } from "../page/index.ts";

/** What the API needs from whoever starts it. */
export interface ApiOptions {
  /** `operation`: only health and metrics, as of a process that nobody asks for requests. Left out: everything. */
  readonly serves?: "everything" | "operation";
  readonly lookup: Lookup;
  readonly catalogue: readonly Cause[];
  /** Everything for Prometheus, as text or as OpenMetrics. */
  readonly metrics: (openMetrics: boolean) => Promise<Exposition>;
  readonly ready: () => Readiness;
  /** Why nothing that hosts say is kept just now; null: it is. Left out: it is not known. */
  readonly deaf?: () => string | null;
  /** What of requests is not shown just now although hosts are heard, in words; null: nothing is missing. Left out: it is not known. */
  readonly partial?: () => string | null;
  /** Reads a record again where it stands. Null: it is gone, or no text. Hides what must not be shown. */
  readonly quote: Quote;
  readonly listen: Listen;
  /** Null: everybody who reaches the address may read. Only allowed on a loopback address. */
  readonly auth: { readonly token: string } | null;
  /** ms UTC. */
  readonly clock: () => number;
  /** What is to be done about an alert. Left out: runbooks are elsewhere. */
  readonly runbooks?: {
    readonly list: readonly RunbookEntry[];
    /** By the name of the alert, as Markdown; undefined: there is none. */
    readonly text: (name: string) => string | undefined;
  };
  /** Names of the alerts that are about an entry of the failure catalogue: links to these runbooks. */
  readonly alertsAbout?: (cause: string) => readonly string[];
  /** Alerts that fire now, the worst first. Left out: it is decided elsewhere, as in a fleet by Prometheus. */
  readonly alerts?: () => readonly FiringAlert[];
  /** Told of what must not happen; the reader gets 500. */
  readonly onFault: (error: unknown) => void;
  readonly limits?: Partial<ApiLimits>;
}

export interface Exposition {
  readonly contentType: string;
  readonly body: string;
}

/** Whether requests can be followed just now; if not, what is missing, in words. */
export type Readiness = { readonly isReady: true } | { readonly isReady: false; readonly reason: string };

export type Quote = (fileId: string, offset: number, length: number) => Promise<string | null>;

export interface Listen {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Further names by which a browser may reach a loopback address, such as that of a tunnel. */
  readonly names?: readonly string[];
}

export interface ApiLimits {
  /** Readers of the event stream at the same time; one more gets 503. */
  readonly eventReadersMax: number;
  /** A reader of the event stream that takes nothing for so long is dropped. */
  readonly eventStallMsMax: number;
  /** A comment is sent after so much silence, so that both sides notice a dead connection. */
  readonly heartbeatMs: number;
  /** Requests on one page of a list. */
  readonly pageRequestsMax: number;
  /** Records of one request whose log lines are read again. */
  readonly quotesMax: number;
  readonly urlCharsMax: number;
  readonly headerBytesMax: number;
  readonly bodyBytesMax: number;
  /** Connections of all kinds at the same time; more are closed at once. */
  readonly connectionsMax: number;
  /** A request that has not fully arrived by then is refused. */
  readonly requestMsMax: number;
  /** A collector that has said nothing for so long is shown as silent. */
  readonly silentMs: number;
  /** How long a login of a browser lasts. */
  readonly sessionMsMax: number;
}

export const apiLimits: ApiLimits = {
  eventReadersMax: 100,
  eventStallMsMax: 30_000,
  heartbeatMs: 15_000,
  pageRequestsMax: 500,
  quotesMax: 200,
  urlCharsMax: 4096,
  headerBytesMax: 16_384,
  bodyBytesMax: 4096,
  connectionsMax: 1000,
  requestMsMax: 10_000,
  silentMs: 120_000,
  sessionMsMax: 12 * 3_600_000,
};
