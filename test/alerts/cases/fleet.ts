import type { AlertCase, SeriesSet } from "../case.ts";
import { burst, changing, flat, rising } from "../case.ts";

const job = { job: "scepscope" } as const;
const owner = (name: string, { instance = "a:8643", partition = "3", labels = "" } = {}): string =>
  `scepscope_${name}{job="scepscope",instance="${instance}",partition="${partition}"${labels}}`;
/** What a process counts of itself, since it started. */
const own = (name: string, labels = ""): string =>
  `scepscope_${name}{job="scepscope",instance="a:8643"${labels}}`;
const other = (name: string): string => own(name).replace("a:8643", "b:8643");
const startedAt = own("process_start_time_seconds");

/** A partition that is owned, and all is well. */
const owned: SeriesSet = {
  [owner("partition_rebuilding")]: flat(0),
  [owner("batches_total")]: rising(60),
  [owner("bus_waiting_messages")]: flat(0),
};

export const fleetCases: readonly AlertCase[] = [
  {
    alert: "ScepBusAway",
    labels: job,
    fires: { ...owned, [own("bus_away")]: `0x9 1x30 0x200`, [other("bus_away")]: `0x10 1x30 0x200` },
    at: "20m",
    endsAt: "50m",
    // One of two is cut off: the other takes its partitions up.
    below: { ...owned, [own("bus_away")]: "0x9 1x300", [other("bus_away")]: flat(0) },
    now: "2",
  },
  {
    alert: "ScepBusAway",
    labels: job,
    fires: { [own("bus_away")]: "_x9 1x90 stale" },
    at: "20m",
    endsAt: "120m",
    // It was away for a moment, and then nobody has anything to ship, nor to be kept.
    below: {
      [owner("batches_total")]: flat(60),
      [own("bus_away")]: "0x9 1x1 0x300",
      [own("bus_failures_total")]: burst(1),
    },
    now: "1",
  },
  {
    alert: "ScepMessagesLost",
    labels: { ...job, reset_reason: "retention" },
    fires: { ...owned, [own("bus_resets_total", ',reset_reason="retention"')]: burst(1) },
    at: "20m",
    endsAt: "90m",
    below: { ...owned, [own("bus_resets_total", ',reset_reason="retention"')]: flat(1) },
    now: "1",
  },
  {
    alert: "ScepMessagesLost",
    // It is noticed in the first second of a process that was away for too long.
    labels: { ...job, reset_reason: "retention" },
    fires: {
      ...owned,
      [startedAt]: "_x9 600x300",
      [own("bus_resets_total", ',reset_reason="retention"')]: "_x9 2x300",
    },
    at: "20m",
    endsAt: "90m",
    below: {
      ...owned,
      [startedAt]: "_x9 600x300",
      [own("bus_resets_total", ',reset_reason="retention"')]: "_x9 0x300",
    },
    now: "2",
  },
  {
    alert: "ScepTopicAnew",
    labels: { ...job, reset_reason: "topic-anew" },
    fires: { ...owned, [own("bus_resets_total", ',reset_reason="topic-anew"')]: burst(1) },
    at: "20m",
    endsAt: "90m",
    below: { ...owned, [own("bus_resets_total", ',reset_reason="missing"')]: burst(1) },
    now: "1",
  },
  {
    alert: "ScepMessagesRejected",
    labels: { ...job, message_reason: "message.foreign" },
    fires: { ...owned, [own("rejected_messages_total", ',message_reason="message.foreign"')]: burst(1) },
    at: "20m",
    endsAt: "90m",
    below: { ...owned, [own("rejected_messages_total", ',message_reason="message.foreign"')]: flat(5) },
    now: "1",
  },
  {
    alert: "ScepMessagesWaiting",
    labels: { ...job, partition: "3" },
    fires: { ...owned, [owner("bus_waiting_messages")]: "0+100x60 6000-100x60 0x300" },
    at: "45m",
    endsAt: "90m",
    // Many, but they become fewer; and few that become more.
    below: {
      ...owned,
      [owner("bus_waiting_messages")]: "90000-100x300",
      [owner("bus_waiting_messages", { partition: "4" })]: "0+10x300",
    },
    now: "4.5k",
  },
  {
    alert: "ScepStoreRefusing",
    labels: { ...job, instance: "a:8643" },
    fires: { ...owned, [own("store_away")]: "0x10 1x20 0x300" },
    at: "20m",
    endsAt: "32m",
    // It was away for a minute and a half: when that is told, all is kept again.
    below: {
      ...owned,
      [own("store_away")]: "0x16 1x1 0x300",
      [own("commit_failures_total")]: "0x15 5 12x300",
    },
    now: "1",
  },
  {
    alert: "ScepStoreUnsteady",
    labels: { ...job, instance: "a:8643" },
    // A refusal now and then for an hour, each over before the gauge is scraped.
    fires: {
      ...owned,
      [own("store_away")]: flat(0),
      [own("commit_failures_total")]: "0x5 1x5 2x5 3x5 4x5 5x5 6x5 7x5 8x5 9x5 10x300",
    },
    at: "60m",
    endsAt: "120m",
    // Away for forty minutes, with a hundred and sixty tries, and a second time for a minute: that is told while it lasts.
    below: {
      ...owned,
      [own("store_away")]: "0x5 1x40 0x3 1x1 0x300",
      [own("commit_failures_total")]: "0x5 4+4x40 164x3 168x300",
    },
    now: "10",
  },
  {
    alert: "ScepStateDamaged",
    labels: job,
    fires: { ...owned, [startedAt]: "_x9 600x300", [own("damaged_states_total")]: "_x9 1x300" },
    at: "20m",
    endsAt: "90m",
    below: { ...owned, [startedAt]: flat(-90_000), [own("damaged_states_total")]: flat(1) },
    now: "1",
  },
  {
    alert: "ScepPartitionRebuilding",
    labels: { ...job, partition: "3" },
    fires: { ...owned, [owner("partition_rebuilding")]: "0x5 1x20 0x300" },
    at: "20m",
    endsAt: "40m",
    below: owned,
    now: "1",
  },
  {
    alert: "ScepRebuildLong",
    labels: { ...job, partition: "3" },
    fires: { [owner("partition_rebuilding")]: changing(1, 80, 0) },
    at: "70m",
    endsAt: "90m",
    below: { [owner("partition_rebuilding")]: changing(1, 50, 0) },
    now: "1",
    also: ["ScepPartitionRebuilding"],
  },
  {
    alert: "ScepPartitionStopped",
    labels: { ...job, partition: "3" },
    fires: {
      ...owned,
      [owner("batches_total")]: `0+60x10 600x30 600+60x200`,
      [owner("bus_waiting_messages")]: flat(5),
    },
    at: "30m",
    endsAt: "60m",
    // Nothing is kept because there is nothing to keep.
    below: { ...owned, [owner("batches_total")]: `0+60x10 600x300` },
    now: "0",
  },
  {
    alert: "ScepPartitionFenced",
    labels: job,
    fires: { ...owned, [own("fenced_total")]: burst(3) },
    at: "20m",
    endsAt: "90m",
    // A process that hung.
    below: { ...owned, [own("fenced_total")]: burst(2) },
    now: "3",
  },
  {
    alert: "ScepPartitionUnowned",
    labels: { ...job, partition: "4" },
    fires: {
      ...owned,
      [owner("partition_rebuilding", { partition: "4" })]: "0x10 stale _x20 0x300",
    },
    at: "20m",
    endsAt: "40m",
    // It changes hands.
    below: {
      ...owned,
      [owner("partition_rebuilding", { partition: "4" })]: "0x10 stale",
      [owner("partition_rebuilding", { instance: "b:8643", partition: "4" })]: "_x13 0x300",
    },
    now: "1",
  },
  {
    alert: "ScepNoProcessor",
    labels: job,
    fires: {
      [owner("partition_rebuilding")]: "0x10 stale _x20 0x300",
      [owner("partition_rebuilding", { partition: "4" })]: "0x10 stale _x20 0x300",
    },
    at: "20m",
    endsAt: "40m",
    below: { [owner("partition_rebuilding")]: "0x10 stale _x3 0x300" },
    now: "2",
  },
];
