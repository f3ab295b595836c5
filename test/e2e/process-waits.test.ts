import { afterAll, expect, test } from "vitest";
import { startKafka } from "../../deploy/dev/services/kafka/index.ts";
import { startRedis } from "../../deploy/dev/services/redis.ts";
import { liveCommand, waiting } from "./live-command.ts";

const closing: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closing.reverse()) await close();
}, 60_000);

test(
  "a processor that starts while Kafka is away tells so to probes and to Prometheus, and is ready when Kafka comes",
  { timeout: 200_000 },
  async () => {
    const kafka = await startKafka({ brokers: 1 });
    closing.push(() => kafka.close());
    const redis = await startRedis();
    closing.push(() => redis.end());
    await kafka.kill(1);
    const words = ["process", "--create-topics", "--listen", "127.0.0.1:0"];
    const command = await liveCommand([
      ...words,
      ...["--kafka", kafka.addresses.join(","), "--redis", `${redis.host}:${redis.port}`],
    ]);
    closing.push(() => command.tell("SIGKILL"));
    const { origin } = new URL(command.url);
    const ask = async (path: string): Promise<string> => {
      const answer = await fetch(origin + path);
      return `${answer.status} ${await answer.text()}`;
    };
    expect(await ask("/-/healthy")).toMatch(/^200 /);
    await expect.poll(() => ask("/-/ready"), waiting).toMatch(/^503 [^]*the bus gives nothing.*ECONNREFUSED/);
    expect(await ask("/metrics")).toMatch(/^200 [^]*^scepscope_bus_away 1$/m);
    await kafka.start(1);
    await expect.poll(() => ask("/-/ready"), waiting).toMatch(/^200 /);
    await expect.poll(() => ask("/metrics"), waiting).toMatch(/^scepscope_partition_rebuilding\{/m);
    await expect.poll(() => ask("/metrics"), waiting).toMatch(/^scepscope_bus_away 0$/m);
    expect((await command.end("SIGTERM")).code).toBe(0);
  },
);
