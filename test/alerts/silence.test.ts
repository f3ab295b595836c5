import { expect, test } from "vitest";
import { isSilent } from "../../processors/contract/index.ts";
import type { HostView } from "../../processors/contract/index.ts";
import { createMetrics } from "../../processors/metrics/index.ts";
import { createPartition } from "../../processors/partition/index.ts";
import { simulate } from "../simulation/index.ts";
import { optionsFor } from "../support/live-partition.ts";
import { firing, lookAt, lookMs, minuteMs, promptRules } from "../support/looks.ts";
import { quietView, scrape } from "../support/metered.ts";
import { sourceReport } from "../support/shipments.ts";
import { smallScenario } from "../support/small-scenario.ts";
import { judged, nothingKnown } from "../../alerts/index.ts";

const hourMs = 60 * minuteMs;
/** How far each host's clock is ahead of Kafka's. */
const clocks = { ahead: hourMs, behind: -hourMs, right: 0 } as const;
const options = optionsFor(simulate(smallScenario("failures", 1), 1));

/** Heartbeats of ten minutes, each host to the minute until which it sends, by Kafka's clock. */
function hostsAfter(untilMinute: Readonly<Record<keyof typeof clocks, number>>): readonly HostView[] {
  const partition = createPartition(options, null);
  for (let at = lookMs; at <= lookMs + 10 * minuteMs; at += 5000)
    for (const name of ["ahead", "behind", "right"] as const) {
      if (at > lookMs + untilMinute[name] * minuteMs) continue;
      const sent = sourceReport(name, at + clocks[name], [{ format: "iis-w3c" }]);
      partition.take([{ ...sent, arrivedAt: at }]);
    }
  return partition.hosts();
}

const now = lookMs + 10 * minuteMs;

/** Who is silent: by the page, by the alert of one box, and by what the rule subtracts from its `time()`. */
async function silentBy(hosts: readonly HostView[]): Promise<readonly (readonly string[])[]> {
  const rules = promptRules();
  const { memory } = judged(nothingKnown, lookAt(now, { hosts }, rules), rules);
  const heard = (await scrape(createMetrics(), { ...quietView, hosts })).filter(
    ({ name }) => name === "scepscope_host_read_timestamp_seconds",
  );
  return [
    hosts.filter((view) => isSilent(view, { now, silentMs: 300_000 })).map(({ host }) => host),
    firing(memory).flatMap((one) =>
      one.startsWith("ScepCollectorSilent ") ? [one.split(" ")[1] ?? ""] : [],
    ),
    heard.filter(({ value }) => now / 1000 - value > 300).map(({ labels }) => labels["host"] ?? ""),
  ].map((names) => names.toSorted());
}

test("a host whose clock is an hour wrong is not called silent while it sends, by the page and by neither way of alerts", async () => {
  const hosts = hostsAfter({ ahead: 10, behind: 10, right: 10 });
  expect(hosts.map(({ host }) => host).toSorted()).toEqual(["ahead", "behind", "right"]);
  expect(await silentBy(hosts)).toEqual([[], [], []]);
});

test("and is when it stops, as one whose clock is right", async () => {
  const stopped = ["ahead", "behind"];
  expect(await silentBy(hostsAfter({ ahead: 4, behind: 4, right: 10 }))).toEqual([stopped, stopped, stopped]);
  expect(await silentBy(hostsAfter({ ahead: 10, behind: 10, right: 4 }))).toEqual([
    ["right"],
    ["right"],
    ["right"],
  ]);
});
