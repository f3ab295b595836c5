import type { HostView } from "../../processors/contract/index.ts";

/** A host whose connector is stopped; `oldest` and what was last heard of it are ms UTC, null: not known. */
export function stoppedConnector(oldest: number | null, heardAt: number | null): HostView {
  return {
    host: "ndes01",
    passedAt: heardAt,
    eventAt: heardAt,
    readAt: heardAt,
    sources: [],
    problems: [
      {
        cause: "host.connector-stopped",
        title: "The connector is stopped",
        severity: "critical",
        count: 1,
        oldest,
        because: "event 10020",
      },
    ],
  };
}
