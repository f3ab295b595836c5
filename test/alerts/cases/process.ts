import type { AlertCase } from "../case.ts";
import { burst, clockStops, flat, rising, changing } from "../case.ts";

const on = { job: "scepscope", instance: "a:8643" } as const;
const own = (name: string, labels = ""): string =>
  `scepscope_${name}{job="scepscope",instance="a:8643"${labels}}`;
const commits = (le: string): string => own("commit_duration_seconds_bucket", `,le="${le}"`);

export const processCases: readonly AlertCase[] = [
  {
    alert: "ScepTargetDown",
    labels: on,
    fires: { 'up{job="scepscope",instance="a:8643"}': changing(0, 20, 1) },
    at: "10m",
    endsAt: "30m",
    below: {
      'up{job="scepscope",instance="a:8643"}': "1x7 0x4 1x100",
      'up{job="other",instance="b"}': flat(0),
    },
    now: "0",
    withoutTarget: true,
  },
  {
    alert: "ScepTargetMissing",
    labels: { job: "scepscope" },
    fires: { 'up{job="scepscope",instance="a:8643"}': "_x19 1x100" },
    at: "15m",
    endsAt: "30m",
    below: { 'up{job="scepscope",instance="a:8643"}': flat(0) },
    now: "1",
    withoutTarget: true,
  },
  {
    alert: "ScepProcessRestarting",
    labels: on,
    fires: { [own("process_start_time_seconds")]: "1x5 2x5 3x5 4x200" },
    at: "20m",
    endsAt: "100m",
    below: { [own("process_start_time_seconds")]: "1x5 2x5 3x200" },
    now: "3",
  },
  {
    alert: "ScepCommitsStopped",
    labels: on,
    fires: { [own("batches_total")]: `0+60x10 600x30 600+60x200`, [own("bus_waiting_bytes")]: flat(1000) },
    at: "30m",
    endsAt: "60m",
    // Nothing is kept because there is nothing to keep.
    below: { [own("batches_total")]: `0+60x10 600x200`, [own("bus_waiting_bytes")]: "1000x29 0 1000x100" },
    now: "0",
  },
  {
    alert: "ScepCommitsSlow",
    labels: on,
    fires: { [commits("1")]: "0+1x60 60+10x200", [commits("5")]: "0+10x300", [commits("+Inf")]: "0+10x300" },
    at: "40m",
    endsAt: "100m",
    below: { [commits("1")]: "0+10x300", [commits("5")]: "0+10x300", [commits("+Inf")]: "0+10x300" },
    now: "4.556s",
  },
  {
    alert: "ScepCheckpointOld",
    labels: on,
    fires: { [own("checkpoint_timestamp_seconds")]: clockStops(10, 30), [own("bus_waiting_bytes")]: flat(1) },
    at: "25m",
    endsAt: "60m",
    // Nobody logs anything at night.
    below: { [own("checkpoint_timestamp_seconds")]: flat(0), [own("bus_waiting_bytes")]: flat(0) },
    now: "15m 0s",
  },
  {
    alert: "ScepBacklogWaiting",
    labels: on,
    fires: { [own("bus_waiting_bytes")]: changing(268_435_456, 30, 0), [own("batches_total")]: rising(1) },
    at: "20m",
    endsAt: "40m",
    below: { [own("bus_waiting_bytes")]: flat(268_435_455), [own("batches_total")]: rising(1) },
    now: "256Mi",
  },
  {
    alert: "ScepStateEvicted",
    labels: on,
    fires: { [own("evicted_histories_total")]: burst(1) },
    at: "20m",
    endsAt: "90m",
    below: { [own("evicted_histories_total")]: flat(1) },
    now: "1",
  },
];
