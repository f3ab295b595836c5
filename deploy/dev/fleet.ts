import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openScreen } from "../cli/demo/open-screen.ts";
import { createOutput, watchOutput } from "../cli/output.ts";
import { writeLive } from "../demo/index.ts";
import { systemClock, wakeAfter } from "../runtime/clock.ts";
import { stopSignal } from "../runtime/signals.ts";
import { terminalFacts, terminalOf } from "../runtime/terminal.ts";
import type { Alerting } from "./alerting/start-alerting.ts";
import { startFleetAlerting } from "./fleet/fleet-alerting.ts";
import { fleetUsage, readFleetFlags } from "./fleet/fleet-flags.ts";
import { fleetFarewell, fleetText } from "./fleet/fleet-text.ts";
import { createLocalFleet, logsOf } from "./fleet/local-fleet.ts";
import type { CollectorPlan, LocalFleet } from "./fleet/local-fleet.ts";
import type { RoleProcess } from "./fleet/role-process.ts";
import { watchTotals } from "./fleet/watch-totals.ts";
import { startKafka } from "./services/kafka/index.ts";
import { readFlags } from "./read-flags.ts";
import { prepareServices } from "./services/prepare-services.ts";
import { startRedis } from "./services/redis.ts";

/**
 * `npm run fleet`: a small real fleet on this machine, that follows the story of the demo: three collectors, Kafka, Redis, two processors and the page. With `--alerts` a
 * Prometheus and an Alertmanager as well, whose notifications are printed as they arrive. Ctrl-C ends it and removes what it has written.
 */
const flags = readFlags(fleetUsage, readFleetFlags) ?? process.exit();

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

const stop = stopSignal(["SIGINT", "SIGTERM", "SIGHUP"]);
const screen = openScreen(createOutput(process.stdout));
watchOutput(process.stdout, () => stop.abort());
const say = (text: string): void => void screen.say(text);

const folder = mkdtempSync(join(tmpdir(), "scepscope-fleet-"));
prepareServices(["kafka", "redis", ...(flags.alerts ? (["prometheus", "alertmanager"] as const) : [])]);
say(`starting Kafka and Redis${flags.alerts ? ", Prometheus and Alertmanager" : ""}\n`);
const kafka = await startKafka({ brokers: 1 });
const redis = await startRedis(["--appendonly", "yes"]);
const place = {
  folder,
  kafka: kafka.addresses.join(","),
  redis: `${redis.host}:${redis.port}`,
  topic: "scepscope.slices.v1",
  listen: flags.listen,
};
const fleet = createLocalFleet(place, settings);
const alertings: Alerting[] = [];
try {
  const page = await start(fleet);
  await Promise.all(
    [story(), watchTotals(page, screen, stop.signal)].map((part) => part.finally(() => stop.abort())),
  );
} finally {
  screen.clear();
  say("\nstopping\n");
  for (const each of alertings) await each.close();
  await fleet.stop();
  await kafka.close();
  await redis.end();
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  say(fleetFarewell);
}

/** Returns the address of the page. */
async function start(started: LocalFleet): Promise<string> {
  for (const { folders } of collectors)
    for (const { path } of folders) mkdirSync(join(logsOf(place), path), { recursive: true });
  for (const plan of collectors) started.collector(plan);
  const names = ["processor-1", "processor-2"];
  const processes = names.map((name) => started.processor(name));
  const server = started.server("server");
  for (const role of started.running()) void watch(role);
  const page = await server.url;
  const processors = await Promise.all(processes.map(({ url }) => url));
  const alerting = flags.alerts
    ? await startFleetAlerting({
        folder,
        targets: new Map([
          ["server", page],
          ...names.map((name, index) => [name, processors[index] ?? ""] as const),
        ]),
        pageUrl: page,
        isColourful: terminalOf(terminalFacts(), {}).isColourful,
        say,
      })
    : null;
  if (alerting !== null) alertings.push(alerting);
  say(
    fleetText({
      place,
      page,
      processors,
      alerting: alerting && { prometheus: alerting.prometheus.url, alertmanager: alerting.alertmanager.url },
    }),
  );
  return page;
}

async function watch(role: RoleProcess): Promise<void> {
  const { code, signal } = await role.ended;
  if (!stop.signal.aborted)
    say(`a process of the fleet ended with ${code ?? signal}:\n${role.log().slice(-1000)}\n`);
}

async function story(): Promise<void> {
  const awayFolder = join(folder, "away");
  mkdirSync(awayFolder, { recursive: true });
  await writeLive({
    folder: logsOf(place),
    awayFolder,
    seed: 7,
    speed: flags.speed,
    now: () => systemClock.now(),
    wake: wakeAfter,
    signal: stop.signal,
    onPhase: ({ caption }) => say(`${caption}\n`),
  });
}
