import type { Board } from "./panel.ts";
import { outcome } from "./rows/outcome.ts";
import { where } from "./rows/where-and-why.ts";
import { time } from "./rows/over-time.ts";

export const fleet: Board = {
  uid: "scepscope-fleet",
  title: "SCEP: the fleet",
  description: "Certificate requests over all hosts: how many, where they fail, and why.",
  isOfOneHost: false,
  hasHosts: true,
  rows: [outcome, where, time],
};
