/** Where a page stands: what time it is, and where its links lead. */
export interface PageFrame {
  /** ms UTC. */
  readonly now: number;
  /** A collector that has said nothing for so long is silent. */
  readonly silentMs: number;
  /** Why nothing that hosts say is kept just now: then it is not known who of them is silent. Null: it is kept. */
  readonly deaf: string | null;
  readonly links: Links;
  /** Names of the alerts that are about a cause. Empty: none is, or their runbooks are elsewhere. */
  readonly alertsAbout: (cause: string) => readonly string[];
}

/** Null: there is no such page; the name stands there as text. */
export interface Links {
  readonly request: (id: string) => string | null;
  readonly host: (host: string) => string | null;
  readonly cause: (id: string) => string | null;
  readonly runbook: (alert: string) => string | null;
  readonly runbooks: string | null;
  /** Requests that a query asks for, `outcome=failed`. */
  readonly requests: (query: string) => string | null;
  /** The request for programs. */
  readonly json: (id: string) => string | null;
  readonly hosts: string | null;
  readonly causes: string | null;
}

/** Links of the served page. */
export const siteLinks: Links = {
  request: (id) => `/requests/${encodeURIComponent(id)}`,
  host: (host) => (host === "" ? null : `/hosts/${encodeURIComponent(host)}`),
  cause: (id) => `/causes/${encodeURIComponent(id)}`,
  runbook: (alert) => `/runbooks/${encodeURIComponent(alert)}`,
  runbooks: "/runbooks",
  requests: (query) => (query === "" ? "/requests" : `/requests?${query}`),
  json: (id) => `/api/v1/requests/${encodeURIComponent(id)}?lines=true`,
  hosts: "/hosts",
  causes: "/causes",
};
