import type { Goal } from "../goals.ts";
import { figure, ratio } from "../table.ts";
import type { Table } from "../table.ts";
import type { BacklogCost } from "./backlog.ts";
import type { FleetCosts } from "./fleet.ts";
import type { RebalanceCost } from "./rebalance.ts";
import type { ShipCost } from "./shippers.ts";

export function fleetTables(costs: FleetCosts): readonly Table[] {
  return [
    shipTable(costs.shippers),
    backlogTable(costs),
    rebalanceTable(costs.rebalances),
    redisTable(costs),
  ];
}

function shipTable(shippers: readonly ShipCost[]): Table {
  return {
    title: "From one log on disk into Kafka",
    columns: ["", "MB", "messages", "s", "CPU s", "MB/CPU s", "peak MB"],
    rows: shippers.map((cost) => [
      cost.what,
      figure(cost.bytes / 1e6),
      String(cost.messages),
      figure(cost.wallMs / 1000),
      figure(cost.cpuMs / 1000),
      figure(rateOf(cost)),
      figure(cost.rssPeakBytes / 1e6),
    ]),
    notes: [
      "An access log of which a tenth of the rows carry 3 KB of base64; the same broker, zstd and all acknowledgements for each. Whole processes, their start included.",
      shippers.length > 1 ? "" : "rsyslog and syslog-ng could not be had: they come by apt-get download.",
    ].filter((note) => note !== ""),
  };
}

function rateOf({ bytes, cpuMs }: ShipCost): number {
  return bytes / 1000 / cpuMs;
}

function backlogTable({ memory, backlogs }: FleetCosts): Table {
  return {
    title: "A fleet on logs that are there already",
    columns: [
      "logs",
      "records",
      "processors",
      "s",
      "k records/s",
      "CPU s",
      "k records/CPU s",
      "peak MB",
      "collectors, CPU s",
      "Redis, CPU s",
      "Kafka, CPU s",
      "commits",
      "mean ms",
      "p99 ms, at most",
    ],
    rows: backlogs.map((cost) => [
      cost.what,
      String(cost.records),
      String(cost.processors),
      figure(cost.processMs / 1000),
      figure(cost.records / cost.processMs),
      figure(cost.processCpuMs / 1000),
      figure(cost.records / cost.processCpuMs),
      figure(cost.rssPeakBytes / 1e6),
      figure(cost.collectorCpuMs / 1000),
      figure(cost.redisCpuMs / 1000),
      figure(cost.brokerCpuMs / 1000),
      String(cost.commits),
      figure(cost.commitMeanMs),
      figure(cost.commitP99Ms),
    ]),
    notes: [
      "All is in Kafka before the processors start; until nothing waits there. Whole processes, their start included. The broker, Redis and the processors share this machine.",
      `The pipeline of one process with a store in memory, on the logs of the first row: ${figure(memory.records / memory.cpuMs)} k records/CPU s.`,
    ],
  };
}

export function rebalanceTable(rebalances: readonly RebalanceCost[]): Table {
  return {
    title: "Members that come and go",
    columns: ["session, s", "what happens", "nothing kept for, s, worst partition", "best partition"],
    rows: rebalances.map(({ what, sessionMs, worstMs, bestMs }) => [
      String(sessionMs / 1000),
      what,
      figure(worstMs / 1000),
      figure(bestMs / 1000),
    ]),
    notes: [
      "Two processors on four partitions, lines for each of them ten times a second; the state is kept once a second. One that is killed is missed when its session is over (`kafka.sessionMs`).",
    ],
  };
}

function redisTable({ redis }: FleetCosts): Table {
  return {
    title: "The store in Redis",
    columns: [
      "requests",
      "bytes each",
      "commit of 500, median ms",
      "p99 ms",
      "of 50 while read, median ms",
      "p99 ms",
      "lookup while written, median ms",
      "p99 ms",
      "list ms",
      "server us each",
      "client us each",
    ],
    rows: [
      [
        String(redis.requests),
        String(redis.bytesPerRequest),
        figure(redis.commit.p50Ms),
        figure(redis.commit.p99Ms),
        figure(redis.commitWhileRead.p50Ms),
        figure(redis.commitWhileRead.p99Ms),
        figure(redis.lookup.p50Ms),
        figure(redis.lookup.p99Ms),
        figure(redis.listMs),
        String(redis.serverUs),
        String(redis.clientUs),
      ],
    ],
    notes: [
      "While read: ten commits a second, of 50 requests each: what 20,000 lines a second make. Lookups by an identifier of one request meanwhile.",
    ],
  };
}

export function fleetGoals({ shippers, memory, backlogs, rebalances, redis }: FleetCosts): readonly Goal[] {
  const [ours, ...peers] = shippers;
  const best = Math.max(...peers.map(rateOf));
  const [mix, one, two] = backlogs;
  const goal = (
    what: string,
    unit: string,
    [direction, wanted]: readonly [Goal["direction"], number],
    measured: number | null | undefined,
  ): Goal => ({ what, unit, wanted, direction, measured: measured ?? null });
  return [
    goal(
      "collector into Kafka, against the better of rsyslog and syslog-ng",
      "x",
      ["at least", 3],
      ours === undefined || peers.length === 0 ? null : rateOf(ours) / best,
    ),
    goal("collector into Kafka, peak memory", "MB", ["at most", 100], ours && ours.rssPeakBytes / 1e6),
    goal(
      "a fleet's records per CPU second, Kafka left out, against the pipeline in memory",
      "x",
      ["at least", 0.6],
      mix && ratio(mix.records / costOf(mix), memory.records / memory.cpuMs),
    ),
    goal(
      "a processor on one partition",
      "k records/s",
      ["at least", 150],
      mix && mix.records / mix.processMs,
    ),
    goal(
      "two processors on two partitions, against one",
      "x",
      ["at least", 1.7],
      one && two && ratio(one.processMs, two.processMs),
    ),
    goal(
      "commit of 50 requests in Redis, ten a second, p99",
      "ms",
      ["at most", 20],
      redis.commitWhileRead.p99Ms,
    ),
    goal("lookup by key in Redis while it is written, p99", "ms", ["at most", 5], redis.lookup.p99Ms),
    goal(
      "the longest time without processing when a member comes, goes or is killed",
      "s",
      ["at most", 10],
      Math.max(...rebalances.map(({ worstMs }) => worstMs)) / 1000,
    ),
    goal("a request in Redis", "bytes", ["at most", 1024], redis.bytesPerRequest),
  ];
}

/** Of ours, and of Redis. */
function costOf({ collectorCpuMs, processCpuMs, redisCpuMs }: BacklogCost): number {
  return collectorCpuMs + processCpuMs + redisCpuMs;
}
