import { job, now, query, range } from "../panel.ts";
import type { Row } from "../panel.ts";

export const state: Row = {
  title: "Now",
  panels: [
    now({
      title: "Hosts",
      description: "Hosts with series of their own.",
      unit: "short",
      queries: [query(`sum(scepscope_hosts{${job}})`, "hosts")],
    }),
    now({
      title: "Furthest behind",
      description:
        "How long ago the moment is that all logs of a host were read beyond, of the host that is furthest behind.",
      unit: "s",
      queries: [query(`time() - min(scepscope_host_passed_timestamp_seconds{${job}})`, "behind")],
      limits: [300, 1800],
    }),
    now({
      title: "Last kept",
      description: "How long ago position and state were last kept. A minute when nothing happens.",
      unit: "s",
      queries: [query(`time() - min(scepscope_checkpoint_timestamp_seconds{${job}})`, "ago")],
      limits: [120, 600],
    }),
    now({
      title: "Waiting",
      description: "Bytes that were shipped and are not processed yet.",
      unit: "bytes",
      queries: [query(`sum(scepscope_bus_waiting_bytes{${job}})`, "waiting")],
    }),
    now({
      title: "Missing",
      description:
        "Bytes within the time that is shown that never arrived although later ones did. Zero when all is well.",
      unit: "bytes",
      queries: [query(`sum(increase(scepscope_gap_bytes_total{${job}}[${range}]))`, "missing")],
      limits: [1, 1_000_000],
    }),
    now({
      title: "Late",
      description:
        "Records within the time that is shown that arrived when their time had been decided already.",
      unit: "short",
      queries: [query(`sum(increase(scepscope_late_records_total{${job}}[${range}]))`, "late")],
      limits: [1, 1000],
    }),
  ],
};
