import { afterEach, expect, test } from "vitest";
import { createOwnedPartitions } from "../../../deploy/fleet/owned-partitions.ts";
import { startProcessor } from "../../../deploy/fleet/start-processor.ts";
import type { Processor } from "../../../deploy/fleet/start-processor.ts";
import { startServing } from "../../../deploy/fleet/start-serving.ts";
import { parseConfig } from "../../../deploy/config/index.ts";
import { systemClock, wakeAfter } from "../../../deploy/runtime/clock.ts";
import { createLog } from "../../../deploy/runtime/log.ts";
import { createMemoryBus, createMemoryStore } from "../../../processors/live.ts";
import { simulate } from "../../simulation/index.ts";
import { expositionLines, valueOf } from "../../support/exposition-lines.ts";
import { shipSimulation } from "../../support/ship-simulation.ts";
import { smallScenario } from "../../support/small-scenario.ts";
import { patienceMs } from "../../support/wait-until.ts";

const config = parseConfig("listen: { port: 0 }\nkafka: { initialDelayMs: 0 }", "test");
const secrets = { token: null, pseudonymKey: null };
const log = createLog({
  level: "error",
  format: "json",
  isColourful: false,
  write: () => {},
  now: () => 0,
  secrets: [],
});
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

/** One processor and one server on one store, and what they were given. */
async function fleet(): Promise<{ processor: Processor; pageUrl: string; failed: number }> {
  const store = createMemoryStore();
  const bus = createMemoryBus({ bytesMax: 2 ** 26, batchBytesMax: 2 ** 22, batchShipmentsMax: 64 });
  const stop = new AbortController();
  const around = { log, clock: systemClock, wake: wakeAfter, signal: stop.signal };
  const owned = createOwnedPartitions();
  owned.hearBus({ type: "bus-back" });
  const processor = await startProcessor({
    config,
    secrets,
    source: async () => bus.source,
    store,
    zone: "UTC",
    owned,
    ...around,
  });
  const server = await startServing({
    ...{ config, secrets, lookup: store.lookup, log, clock: systemClock },
    ready: () => ({ isReady: true }),
    deaf: () => null,
    partial: () => null,
  });
  ends.push(async () => {
    stop.abort();
    await processor.ended;
    await server.close();
    await store.close();
  });
  const simulation = simulate(smallScenario("failures", 40), 3);
  await bus.sink.send(shipSimulation(simulation, { sliceBytes: 16_384 }), stop.signal);
  const summary = async (): Promise<number> => (await store.lookup.summary({})).outcomes.failed;
  await expect.poll(summary, { timeout: patienceMs }).toBeGreaterThan(5);
  await expect
    .poll(async () => (await store.lookup.summary({})).provisional, { timeout: patienceMs })
    .toBe(0);
  return { processor, pageUrl: server.url, failed: await summary() };
}

test("what processors keep is shown by whoever serves, and counted by the processor with its partition", async () => {
  const { processor, pageUrl, failed } = await fleet();
  const page = await (await fetch(`${pageUrl}/requests?outcome=failed`)).text();
  expect(page).toContain("failed");
  const listed = await (await fetch(`${pageUrl}/api/v1/requests?outcome=failed&limit=500`)).text();
  expect(listed.match(/"outcome":"failed"/g)).toHaveLength(failed);
  const lines = expositionLines(await (await fetch(`${processor.url}/metrics`)).text());
  const requests = lines.filter(
    ({ name, labels }) => name === "scep_requests_total" && labels["outcome"] === "failed",
  );
  expect(requests.reduce((sum, { value }) => sum + value, 0)).toBe(failed);
  for (const { labels } of requests) expect(labels["partition"]).toBe("all");
  expect(valueOf(lines, "scepscope_batches_total", { partition: "all" })).toBeGreaterThan(0);
});

test("a processor tells how it is, and nothing of requests", async () => {
  const { processor } = await fleet();
  const status = async (path: string): Promise<number> => (await fetch(processor.url + path)).status;
  expect([await status("/-/healthy"), await status("/-/ready"), await status("/metrics")]).toEqual([
    200, 200, 200,
  ]);
  expect([await status("/"), await status("/requests"), await status("/api/v1/requests")]).toEqual([
    404, 404, 404,
  ]);
});
