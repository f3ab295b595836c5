import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { isWanted } from "../../collectors/event-logs/event-query.ts";
import { eventsIn } from "../../collectors/event-logs/events-in.ts";
import type { PrintedEvent } from "../../collectors/event-logs/events-in.ts";
import { hostLabel } from "../../deploy/config/host-label.ts";
import { eventIdsRead } from "../../processors/index.ts";
import { numberedEvents } from "../support/event-log-rig.ts";
import { simulatedFolder } from "../support/simulated-folder.ts";
import type { SimulatedFolder } from "../support/simulated-folder.ts";
import { smallScenario } from "../support/small-scenario.ts";
import { standInWevtutil } from "../support/stand-in-wevtutil.ts";
import { hostsOf, metricsOf, requestsOf, sumOf, until } from "../support/up-answers.ts";
import { liveCommand } from "./live-command.ts";
import type { LiveCommand } from "./live-command.ts";

let bundle: SimulatedFolder;
beforeAll(() => {
  bundle = simulatedFolder(smallScenario("calm-unified-transaction", 20), 7);
});
afterAll(() => bundle.remove());

/** By channel: what the simulated server has exported, numbered as a live one does. */
function channelsIn(logs: string): ReadonlyMap<string, readonly PrintedEvent[]> {
  const folder = join(logs, "ndes01", "EventLogs");
  return new Map(
    readdirSync(folder).map((name) => {
      const events = eventsIn(readFileSync(join(folder, name))).map((event, index) => ({
        ...event,
        xml: event.xml.replace(/<EventRecordID>\d+</, `<EventRecordID>${index + 1}<`),
      }));
      return [name.replace(".xml", "").replace("%4", "/"), events];
    }),
  );
}

/** A channel that was slow to answer, as on a busy machine, is asked again after half a minute. */
const secondsMax = 90;
type Metrics = Awaited<ReturnType<typeof metricsOf>>;
const recordsOf = async (command: LiveCommand): Promise<number> =>
  sumOf(await metricsOf(command.url), "scepscope_records_total");

test(
  "live event logs are asked for their events, over kill -9, and each is read once",
  { timeout: 200_000 },
  async () => {
    const windows = standInWevtutil(join(bundle.state, "system32"));
    const held = channelsIn(bundle.logs);
    const configFile = join(bundle.state, "scepscope.yaml");
    const config = {
      dataFolder: join(bundle.state, "state"),
      defaultPlaces: false,
      eventLogs: { channels: [...held.keys()], everyMs: 500 },
    };
    writeFileSync(configFile, JSON.stringify(config));
    const show = (share: number): number => {
      let count = 0;
      for (const [channel, events] of held) {
        const some = events.slice(0, Math.ceil(events.length * share));
        windows.set(
          channel,
          some.map(({ xml }) => xml),
        );
        const ids = eventIdsRead(channel);
        // The System log of the simulation holds nothing that is read, and is not asked for it.
        count += some.filter(({ eventId }) => isWanted(eventId, ids)).length;
      }
      return count;
    };
    const start = (): Promise<LiveCommand> =>
      liveCommand(["up", "--config", configFile, "--listen", "127.0.0.1:0"], { env: { PATH: windows.path } });
    const half = show(0.5);
    const first = await start();
    await until(
      () => recordsOf(first),
      (records) => records === half,
      secondsMax,
    );
    await first.end("SIGKILL");
    const all = show(1);
    const second = await start();
    await until(
      () => recordsOf(second),
      (records) => records === all,
      secondsMax,
    );
    // They are of days ago: final as soon as the host has passed them.
    const isFinal = async (): Promise<number> => sumOf(await metricsOf(second.url), "scep_requests_total");
    await until(isFinal, (requests) => requests >= 20, secondsMax);
    expect(await isFinal()).toBe(20);
    const answer = await fetch(`${second.url}/api/v1/requests?limit=50`);
    const { requests } = (await answer.json()) as { readonly requests: readonly { readonly host: string }[] };
    expect(requests).toHaveLength(20);
    expect(new Set(requests.map(({ host }) => host))).toEqual(new Set(["ndes01"]));
    windows.set("Security", null);
    await until(
      async () => (await hostsOf(second.url)).flatMap(({ sources }) => sources),
      (sources) =>
        sources.some(
          ({ name, condition, detail }) =>
            name === "event log Security" && condition === "denied" && detail.includes("Event Log Readers"),
        ),
      secondsMax,
    );
    expect((await second.end("SIGTERM")).code).toBe(0);
  },
);

test(
  "what Windows has overwritten before it was asked is told on the host's page, and counted once in the metrics, over kill -9",
  { timeout: 300_000 },
  async () => {
    const folder = join(bundle.state, "lost");
    mkdirSync(folder, { recursive: true });
    const windows = standInWevtutil(join(folder, "system32"));
    const configFile = join(folder, "scepscope.yaml");
    const eventLogs = { channels: ["Security"], everyMs: 500 };
    const config = { dataFolder: join(folder, "state"), defaultPlaces: false, eventLogs };
    writeFileSync(configFile, JSON.stringify(config));
    const start = (): Promise<LiveCommand> =>
      liveCommand(["up", "--config", configFile, "--listen", "127.0.0.1:0"], { env: { PATH: windows.path } });
    // Of today: a loss is told for a week.
    const day = Math.ceil((Date.now() - Date.UTC(2026, 10, 1)) / 86_400_000);
    const ofCa = { id: 4886, day };
    // A server names itself in its events.
    const own = (...events: readonly string[]): string[] =>
      events.map((xml) => xml.replace("ndes01.contoso.test", hostname()));
    windows.set(
      "Security",
      own(...numberedEvents(1, 3, ofCa), ...numberedEvents(4, 9, { ...ofCa, id: 4624 })),
    );
    const first = await start();
    await until(
      () => recordsOf(first),
      (records) => records === 3,
      secondsMax,
    );
    windows.set("Security", own(...numberedEvents(50, 51, ofCa)));
    await until(
      async () => sumOf(await metricsOf(first.url), "scepscope_lost_events_total"),
      (lost) => lost === 40,
      secondsMax,
    );
    await first.end("SIGKILL");
    windows.set("Security", own(...numberedEvents(50, 52, ofCa)));
    const second = await start();
    // The loss is a record, too.
    await until(
      () => recordsOf(second),
      (records) => records === 7,
      secondsMax,
    );
    expect(sumOf(await metricsOf(second.url), "scepscope_lost_events_total")).toBe(40);
    const page = await (await fetch(`${second.url}/hosts/${hostLabel(hostname())}`)).text();
    expect(page).toContain("Events were gone before they were read");
    expect(page).toContain(
      "40 records overwritten or cleared before anybody read them; the last: Security, records 10 to 49",
    );
    expect((await second.end("SIGTERM")).code).toBe(0);
  },
);

test(
  "logs that are there at once wait for event logs that are read in several answers: nothing is late, and each request is one",
  { timeout: 200_000 },
  async () => {
    const many = simulatedFolder(smallScenario("both-generations", 300), 7);
    onTestFinished(() => many.remove());
    const windows = standInWevtutil(join(many.state, "system32"));
    const held = channelsIn(many.logs);
    for (const [channel, events] of held)
      windows.set(
        channel,
        events.map(({ xml }) => xml),
      );
    // What the CA says comes last, by seconds.
    windows.slow("Security", 1000);
    rmSync(join(many.logs, "ndes01", "EventLogs"), { recursive: true });
    const configFile = join(many.state, "scepscope.yaml");
    const config = {
      dataFolder: join(many.state, "state"),
      defaultPlaces: false,
      places: [{ path: join(many.logs, "ndes01"), host: "ndes01" }],
      eventLogs: { channels: [...held.keys()], everyMs: 500 },
    };
    writeFileSync(configFile, JSON.stringify(config));
    const up = await liveCommand(["up", "--config", configFile, "--listen", "127.0.0.1:0"], {
      env: { PATH: windows.path },
    });
    const wanted = [...held].flatMap(([channel, events]) =>
      events.filter(({ eventId }) => isWanted(eventId, eventIdsRead(channel))),
    );
    const eventsOf = (lines: Metrics): number =>
      sumOf(
        lines.filter(({ labels }) => labels["format"] === "event-xml"),
        "scepscope_records_total",
      );
    const metrics = await until(
      () => metricsOf(up.url),
      (lines) => eventsOf(lines) === wanted.length && sumOf(lines, "scep_requests_total") >= 300,
      secondsMax,
    );
    expect(Math.max(...[...held.values()].map((events) => events.length))).toBeGreaterThan(500);
    expect(sumOf(metrics, "scep_requests_total")).toBe(300);
    expect(sumOf(metrics, "scepscope_late_records_total")).toBe(0);
    expect(await requestsOf(up.url)).toHaveLength(300);
    expect((await up.end("SIGTERM")).code).toBe(0);
  },
);
