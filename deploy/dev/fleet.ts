import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writeLive } from "../demo/index.ts";
import { systemClock, wakeAfter } from "../runtime/clock.ts";
import { stopSignal } from "../runtime/signals.ts";
import { createLocalFleet, logsOf } from "./fleet/local-fleet.ts";
import type { CollectorPlan, LocalFleet } from "./fleet/local-fleet.ts";
import type { RoleProcess } from "./fleet/role-process.ts";
import { prepareServices } from "./services/prepare-services.ts";
import { startKafka } from "./services/kafka/index.ts";
import { startRedis } from "./services/redis.ts";

/**
 * `npm run fleet`: a small real fleet on this machine, that follows the story of the demo: three collectors, Kafka, Redis, two processors and the page. Ctrl-C ends it and
 * removes what it has written.
 */
const { values } = parseArgs({
  options: {
    speed: { type: "string", default: "10" },
    listen: { type: "string", default: "127.0.0.1:0" },
  },
});

const collectors: readonly CollectorPlan[] = [
  { name: "collector-ndes01", folders: [{ path: "ndes01", host: "ndes01" }] },
  { name: "collector-ndes02", folders: [{ path: "ndes02", host: "ndes02" }] },
  {
    name: "collector-others",
    folders: [{ path: "", host: "", include: ["ca01/**", "devices/**"] }],
  },
];

/** The demo's writers hold nothing back, so nobody need wait for them. */
const settings = {
  zones: [{ host: "ndes01", zone: "+01:00" }],
  live: { allowanceMs: { "iis-w3c": 2000, httperr: 2000, evtx: 2000, "event-xml": 2000 } },
};

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

const stop = stopSignal(["SIGINT", "SIGTERM", "SIGHUP"]);
const folder = mkdtempSync(join(tmpdir(), "scepscope-fleet-"));
prepareServices();
say("starting Kafka and Redis");
const kafka = await startKafka({ brokers: 1 });
const redis = await startRedis(["--appendonly", "yes"]);
const place = {
  folder,
  kafka: kafka.addresses.join(","),
  redis: `${redis.host}:${redis.port}`,
  topic: "scepscope.slices.v1",
  listen: values.listen,
};
const fleet = createLocalFleet(place, settings);
try {
  await tell(fleet);
  await story();
} finally {
  say("\nstopping");
  await fleet.stop();
  await kafka.close();
  await redis.end();
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

async function tell(started: LocalFleet): Promise<void> {
  for (const { folders } of collectors)
    for (const { path } of folders) mkdirSync(join(logsOf(place), path), { recursive: true });
  for (const plan of collectors) started.collector(plan);
  const processors = ["processor-1", "processor-2"].map((name) => started.processor(name));
  const page = started.server("server");
  for (const role of started.running()) void watch(role);
  say(
    `\nscepscope fleet: three collectors, Kafka, Redis, two processors and the page; all of it below ${folder}\n`,
  );
  say(`  the page      ${await page.url}`);
  for (const each of processors) say(`  a processor   ${await each.url}/metrics`);
  say(`  Kafka         ${place.kafka}`);
  say(`  Redis         ${place.redis}`);
  say(
    "\nIts hosts are one site, so one processor has all the work, and the other takes over when that ends.",
  );
  say("Ctrl-C ends it, and removes what it has written.\n");
}

async function watch(role: RoleProcess): Promise<void> {
  const { code, signal } = await role.ended;
  if (!stop.signal.aborted)
    say(`a process of the fleet ended with ${code ?? signal}:\n${role.log().slice(-1000)}`);
}

async function story(): Promise<void> {
  const awayFolder = join(folder, "away");
  mkdirSync(awayFolder, { recursive: true });
  await writeLive({
    folder: logsOf(place),
    awayFolder,
    seed: 7,
    speed: Number(values.speed),
    now: () => systemClock.now(),
    wake: wakeAfter,
    signal: stop.signal,
    onPhase: ({ caption }) => say(caption),
  });
}
