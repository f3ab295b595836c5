import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { Socket } from "node:net";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "../../../deploy/dev/services/free-ports.ts";
import type { StateView } from "../../../deploy/fleet/state/index.ts";
import { runCommand } from "../../e2e/run-command.ts";
import type { Run } from "../../e2e/run-command.ts";
import { simulate } from "../../simulation/index.ts";
import { uniqueName, useKafka } from "../../support/kafka.ts";
import { picture } from "../../support/commits.ts";
import { useRunningFleet } from "../../support/running-fleet.ts";
import { smallScenario } from "../../support/small-scenario.ts";
import { patienceMs } from "../../support/wait-until.ts";

const kafka = useKafka();
const fleet = useRunningFleet(kafka);

const state = (...args: readonly string[]): Promise<Run> =>
  runCommand(["state", ...args, "--config", fleet.configFile]);

async function view(): Promise<StateView> {
  const { code, out, err } = await state("--json");
  expect([code, err]).toEqual([0, ""]);
  return JSON.parse(out);
}

const lagOf = ({ partitions }: StateView): number => partitions.reduce((sum, { lag }) => sum + (lag ?? 0), 0);

/** All that was shipped is kept. */
async function caughtUp(): Promise<void> {
  const behind = async (): Promise<number> => {
    const { partitions } = await view();
    return partitions.length === 2 && partitions.every(({ position }) => position !== null)
      ? partitions.reduce((sum, { lag }) => sum + (lag ?? 1), 0)
      : 1;
  };
  await expect.poll(behind, { timeout: patienceMs, interval: 500 }).toBe(0);
}

test("before anything was kept the state is empty, and that is no error", async () => {
  expect(await view()).toMatchObject({ schema: null, requests: 0, partitions: [], kafka: null });
});

test("positions, lag and sizes are shown, and a rebuild beside a running processor brings all back", async () => {
  await fleet.ship(simulate(smallScenario("failures", 40), 3));
  const stop = await fleet.process();
  await caughtUp();
  const before = await view();
  expect(before).toMatchObject({ schema: 2, kafka: null, memory: { limitBytes: 0 } });
  expect(before.requests).toBeGreaterThan(30);
  for (const one of before.partitions) {
    expect(one).toMatchObject({ lag: 0, trouble: null });
    expect(one.reader).toMatch(/^scepscope-test at \S+ \(host01 7\)$/);
    expect(Date.parse(one.ownedSince ?? "")).toBeLessThanOrEqual(Date.now() + 60_000);
  }
  expect(before.partitions.some(({ keptUpTo, stateBytes }) => keptUpTo !== null && stateBytes > 0)).toBe(
    true,
  );
  const kept = await picture(fleet.store);

  const { code, out } = await state("rebuild", "--yes");
  expect(code).toBe(0);
  expect(out).toMatch(/^p0: its state is gone.*\np1: /);
  // Nothing else comes that would make the processor commit: a message does.
  await stop();
  expect(lagOf(await view())).toBeGreaterThan(0);
  await fleet.process();
  await caughtUp();
  const after = await view();
  expect(after.partitions.map(({ position }) => position)).toEqual(
    before.partitions.map(({ position }) => position),
  );
  expect(await picture(fleet.store)).toEqual(kept);
}, 300_000);

test("a rebuild that nobody confirms, and one of a partition that is not there, do nothing and say so", async () => {
  const owner = await fleet.store.own("p0");
  await owner.commit({
    checkpoint: { position: "1 cluster topic 5 -", state: new Map() },
    requests: [],
    gone: [],
    hosts: [],
  });
  const unconfirmed = await state("rebuild");
  expect(unconfirmed.code).toBe(2);
  expect(unconfirmed.err).toMatch(/usage\.not-confirmed.*\nWhat to do: add --yes/);
  const unknown = await state("rebuild", "--partition", "p9", "--yes");
  expect(unknown.code).toBe(2);
  expect(unknown.err).toMatch(/"p9" \[state\.unknown-partition\]\nWhat to do: name one of p0/);
  const { partitions } = await view();
  expect(partitions).toMatchObject([
    { position: "1 cluster topic 5 -", trouble: "its position is of the topic topic" },
  ]);
  expect((await state()).out).toMatch(
    /^partition +lag +kept up to[^]*^! p0: its position is of the topic topic$/m,
  );
});

test("without a Kafka the state is still shown, with why the lag is missing", async () => {
  await fleet.store.own("p0");
  const file = join(dirname(fleet.configFile), "away.yaml");
  const { redis } = fleet.config;
  writeFileSync(file, JSON.stringify({ redis, kafka: { brokers: [`127.0.0.1:${await freePort()}`] } }));
  const { code, out } = await runCommand(["state", "--config", file]);
  expect(code).toBe(0);
  expect(out).toMatch(
    /^Kafka +nothing is known: the topic .* cannot be asked.* \[kafka\.unreachable\]\. What to do: /m,
  );
  expect(out).toMatch(/^p0 +\? /m);
  const rebuilt = await runCommand(["state", "rebuild", "--yes", "--config", file]);
  expect([rebuilt.code, rebuilt.out]).toEqual([2, ""]);
  expect(rebuilt.err).toMatch(/the topic .* cannot be asked.* \[kafka\.unreachable\]/);
});

test("a broker that takes connections and answers nothing is not waited for longer than some seconds", async () => {
  await fleet.store.own("p0");
  const sockets = new Set<Socket>();
  const broker = createServer((socket) => void sockets.add(socket.on("error", () => undefined)));
  await once(broker.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    broker.close();
  });
  const address = broker.address();
  if (address === null || typeof address === "string") throw new Error("a port was asked for");
  const file = join(dirname(fleet.configFile), "hangs.yaml");
  const { redis } = fleet.config;
  writeFileSync(file, JSON.stringify({ redis, kafka: { brokers: [`127.0.0.1:${address.port}`] } }));
  const { code, out } = await runCommand(["state", "--config", file]);
  expect(sockets.size).toBeGreaterThan(0);
  expect(code).toBe(0);
  expect(out).toMatch(/^Kafka +nothing is known: .*\[kafka\.unreachable\]/m);
});

test("a topic that is not there is said to be that, with what to do: of the state all else is shown, and verify ends", async () => {
  await fleet.store.own("p0");
  const file = join(dirname(fleet.configFile), "no-topic.yaml");
  const { redis } = fleet.config;
  const topic = uniqueName();
  writeFileSync(file, JSON.stringify({ redis, kafka: { brokers: kafka.addresses(), topic } }));
  const why = `Kafka has no topic "${topic}", or this user may not see it [kafka.no-topic]`;
  const shown = await runCommand(["state", "--config", file]);
  expect([shown.code, shown.err]).toEqual([0, ""]);
  expect(shown.out).toContain(`nothing is known: ${why}. What to do: create it`);
  expect(shown.out).toMatch(/^p0 +\? /m);
  const { code, err } = await runCommand(["verify", "--config", file]);
  expect(code).toBe(2);
  expect(err).toContain(`scepscope: ${why}\nWhat to do: create it`);
  expect(await kafka.admin().listTopics()).not.toContain(topic);
});
