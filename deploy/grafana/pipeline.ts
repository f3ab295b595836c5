import type { Board } from "./panel.ts";
import { state } from "./rows/pipeline-now.ts";
import { reading } from "./rows/reading.ts";
import { deciding } from "./rows/deciding.ts";
import { partitions } from "./rows/fleet-partitions.ts";
import { process } from "./rows/process.ts";

export const pipeline: Board = {
  uid: "scepscope-pipeline",
  title: "SCEP: the pipeline",
  description:
    "What scepscope says of itself: how much it reads, what it missed, how sure it is, what it needs.",
  isOfOneHost: false,
  hasHosts: false,
  rows: [state, reading, deciding, process, partitions],
};
