import type { Board } from "./panel.ts";
import { state } from "./rows/host-now.ts";
import { sources } from "./rows/host-sources.ts";
import { servers } from "./rows/host-servers.ts";
import { connector } from "./rows/host-connector.ts";

export const hostBoard: Board = {
  uid: "scepscope-host",
  title: "SCEP: a host",
  description:
    "One server: its logs and how far they are read, IIS, NDES, the certification authority, the connector.",
  isOfOneHost: true,
  hasHosts: true,
  rows: [state, sources, servers, connector],
};
