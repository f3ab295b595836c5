import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, onTestFailed, test } from "vitest";
import { createLiveWriter } from "../../deploy/demo/live-writer.ts";
import { startAlerting } from "../../deploy/dev/alerting/start-alerting.ts";
import type { Alerting } from "../../deploy/dev/alerting/start-alerting.ts";
import { createLocalFleet, logsOf } from "../../deploy/dev/fleet/local-fleet.ts";
import type { CollectorPlan } from "../../deploy/dev/fleet/local-fleet.ts";
import type { RoleProcess } from "../../deploy/dev/fleet/role-process.ts";
import { startKafka } from "../../deploy/dev/services/kafka/index.ts";
import { keepLogs, startRedis } from "../../deploy/dev/services/redis.ts";
import { runCommand } from "../e2e/run-command.ts";
import { hastenedRules } from "../support/hastened-rules.ts";
import { patienceMs } from "../support/wait-until.ts";
import { storyOf } from "./story.ts";

const folder = mkdtempSync(join(tmpdir(), "scepscope-real-fleet-"));
const closing: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
afterAll(async () => {
  for (const close of closing.reverse()) await close();
}, 180_000);

/** Two seconds are a minute. */
const times = 30;
const waiting = { timeout: 2 * patienceMs, interval: 100 } as const;
const hosts = ["ndes01", "ndes02"] as const;
const processors = ["processor-1", "processor-2"] as const;

/**
 * What does not go thirty times faster with the rules, or is not the same each time. How long a takeover shows a partition as rebuilding is the time of its first commit,
 * which in a minute of two seconds may or may not outlast the alert's patience. And how many processes find themselves fenced is chance: those that have something to commit at
 * the moment of a handover, of which no hour has as many as this test. So these two do not come here; that they come when they should, `fleet.ts` of the cases says.
 * A process starts, is missed in its group and hears of the first line no faster than on any machine, and slower on a busy one: whoever waits for that waits in its time.
 */
const slowParts = `alerts:
  ScepPartitionRebuilding: { for: 30m }
  ScepPartitionFenced: { count: 10 }
  ScepTargetDown: { for: 15m }
  ScepCollectorSilent: { age: 30m }
  ScepPartitionUnowned: { for: 30m }
  ScepNoProcessor: { for: 30m }
`;

const totals = '(sum(max by (host, call, code) (scep_http_responses_total{host=~"ndes.+"})))';

interface World {
  readonly alerting: Alerting;
  readonly roles: Map<string, RoleProcess>;
  readonly begin: (name: string) => Promise<void>;
}

async function startWorld(place: Parameters<typeof createLocalFleet>[0]): Promise<World> {
  const fleet = createLocalFleet(place, {
    zones: [{ host: "ndes01", zone: "+01:00" }],
    collector: { reportMs: 500 },
    kafka: { sessionMs: 15_000 },
  });
  const alerting = await startAlerting({
    folder: join(folder, "alerting"),
    rules: hastenedRules(times, slowParts),
    scrapeSeconds: 1,
    patience: { groupWait: "1s", groupInterval: "1s" },
  });
  closing.push(
    () => alerting.close(),
    () => fleet.stop(),
  );
  const roles = new Map<string, RoleProcess>();
  const urls = new Map<string, string>();
  const begin = async (name: string): Promise<void> => {
    const isProcessor = name.startsWith("processor");
    const plan: CollectorPlan = { name, folders: [{ path: name, host: name }] };
    const role = isProcessor ? fleet.processor(name) : fleet.collector(plan);
    roles.set(name, role);
    if (!isProcessor) return;
    urls.set(name, await role.url);
    alerting.scrape(urls);
  };
  return { alerting, roles, begin };
}

/** Requests that all succeed, as they come; returns what ends it. */
function writeLogs(logs: string): () => void {
  const away = join(folder, "away");
  for (const path of [away, ...hosts.map((host) => join(logs, host))]) mkdirSync(path, { recursive: true });
  const writer = createLiveWriter({
    folder: logs,
    awayFolder: away,
    scenario: { ...storyOf({}), startAt: Date.now() - 60_000 },
    seed: 7,
    keptMs: 3_600_000,
    webBufferMs: 0,
    pluginBytesMax: 1e7,
    traceBytesMax: 1e7,
  });
  const timer = setInterval(() => writer.advance(Date.now()), 100);
  const stop = (): void => clearInterval(timer);
  closing.push(stop);
  return stop;
}

test(
  "killing a collector, a processor, Redis or Kafka of a real fleet tells of that alone; their return, a restart and a rebuild of nothing, and no counter jumps",
  { timeout: 1_200_000 },
  async () => {
    onTestFailed(() => keepLogs(folder));
    const kafka = await startKafka({ brokers: 1 });
    closing.push(() => kafka.close());
    const redis = await startRedis(["--appendonly", "yes"]);
    closing.push(() => redis.end());
    const place = {
      folder,
      kafka: kafka.addresses.join(","),
      redis: `${redis.host}:${redis.port}`,
      topic: "real-fleet",
      listen: "127.0.0.1:0",
    };
    const stopLogs = writeLogs(logsOf(place));
    const { alerting, roles, begin } = await startWorld(place);
    for (const name of [...hosts, ...processors]) await begin(name);

    const ask = async (
      query: string,
    ): Promise<readonly { metric: Record<string, string>; value: number }[]> => {
      const answer = await fetch(
        `${alerting.prometheus.url}/api/v1/query?query=${encodeURIComponent(query)}`,
      );
      const { data } = (await answer.json()) as {
        data: { result: { metric: Record<string, string>; value: [number, string] }[] };
      };
      return data.result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
    };
    /** Alertmanager sends again what was not answered in time: an alert counts once for each time that it began. */
    const told = (status: string): readonly string[] => {
      const own = alerting.receiver.received.filter(
        (alert) => alert.status === status && !["dead-man", "pager"].includes(alert.receiver),
      );
      const once = new Map(own.map((alert) => [`${alert.fingerprint} ${alert.startsAt}`, alert.labels]));
      return [...once.values()].map((labels) =>
        [labels["alertname"], labels["host"] ?? labels["instance"] ?? ""].join(" ").trim(),
      );
    };
    const kill = async (name: string): Promise<void> => {
      roles.get(name)?.kill("SIGKILL");
      await roles.get(name)?.ended;
    };
    const total = async (): Promise<number> => (await ask(totals))[0]?.value ?? 0;
    const progress = async (): Promise<void> => {
      const before = await total();
      await expect.poll(total, waiting).toBeGreaterThan(before);
    };
    /** While a partition changes hands two may show it, or none. */
    const owner = async (): Promise<string> => {
      const shown = 'scepscope_host_read_timestamp_seconds{host="ndes01"}';
      await expect.poll(async () => (await ask(shown)).length, waiting).toBe(1);
      return (await ask(shown))[0]?.metric["instance"] ?? "";
    };
    /** Each host's collector has looked at its logs after that moment (s UTC), which comes behind what it has read, and after that its partition was kept. */
    const whenAllIsKept = async (since: number): Promise<void> => {
      const least = async (query: string): Promise<number> => (await ask(`min(${query})`))[0]?.value ?? 0;
      const heard = 'scepscope_host_read_timestamp_seconds{host=~"ndes.+"}';
      await expect.poll(() => least(heard), waiting).toBeGreaterThan(since);
      const kept = `max by (partition) (scepscope_checkpoint_timestamp_seconds) and on (partition) max by (partition) (${heard})`;
      const now = Date.now() / 1000;
      await expect.poll(() => least(kept), waiting).toBeGreaterThan(now);
    };
    /** What is told when this ends, and that all of it is over when it is put right. */
    const during = async (
      end: () => Promise<unknown>,
      expected: readonly string[],
      putRight: () => Promise<unknown>,
    ): Promise<void> => {
      const [fired, over] = [told("firing").length, told("resolved").length];
      await end();
      await expect.poll(() => told("firing").slice(fired), waiting).toEqual(expected);
      await putRight();
      await expect.poll(() => told("resolved").slice(over), waiting).toEqual(expected);
      expect(told("firing").slice(fired)).toEqual(expected);
      await progress();
    };

    await expect.poll(total, waiting).toBeGreaterThan(10);
    await during(
      () => kill("ndes02"),
      ["ScepCollectorSilent ndes02"],
      () => begin("ndes02"),
    );
    const killed = await owner();
    await during(
      () => kill(killed),
      [`ScepTargetDown ${killed}`],
      () => begin(killed),
    );
    await during(
      async () => await redis.server?.kill(),
      [`ScepStoreRefusing ${await owner()}`],
      async () => await redis.server?.start(),
    );
    await during(
      () => kafka.kill(1),
      ["ScepBusAway"],
      () => kafka.start(1),
    );

    // A restart, and then a rebuild by whoever owns the partition: it shows nothing until it has counted what was counted before.
    stopLogs();
    await whenAllIsKept(Date.now() / 1000);
    const counted = await total();
    const [fired, since] = [told("firing").length, Date.now()];
    const restarted = await owner();
    roles.get(restarted)?.kill("SIGTERM");
    await roles.get(restarted)?.ended;
    await begin(restarted);
    await expect.poll(total, waiting).toBe(counted);
    const config = join(folder, "processor-1.yaml");
    const fenced = async (): Promise<number> => (await ask("sum(scepscope_fenced_total)"))[0]?.value ?? 0;
    const fencedBefore = await fenced();
    const said = new Map(processors.map((name) => [name, roles.get(name)?.log().length] as const));
    const { code, err } = await runCommand(["state", "rebuild", "--yes", "--config", config]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const rebuilds = (): number =>
      processors.filter((name) =>
        /made from the oldest/.test(roles.get(name)?.log().slice(said.get(name)) ?? ""),
      ).length;
    await expect.poll(rebuilds, waiting).toBeGreaterThan(0);
    await expect.poll(total, waiting).toBe(counted);
    // Not a moment before: what was scraped there may be of before the last records were counted.
    const seconds = Math.floor((Date.now() - since) / 1000);
    expect((await ask(`min_over_time(${totals}[${seconds}s:1s])`))[0]?.value).toBe(counted);
    expect(told("firing").slice(fired)).toEqual([]);
    expect(await fenced()).toBe(fencedBefore);
  },
);
