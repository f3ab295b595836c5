import { describe, expect, test } from "vitest";

import type { HostView } from "../../../../../processors/contract/index.ts";
import { createMetrics } from "../../../../../processors/metrics/index.ts";
import type { LiveRequest, LiveView } from "../../../../../processors/metrics/index.ts";
import { valueOf } from "../../../../support/exposition-lines.ts";
import { claimed, finalRequest, quietView, scrape, scrapeKept } from "../../../../support/metered.ts";
import { startMs } from "../../../../support/observed.ts";

const minuteMs = 60_000;

function open(given: Partial<LiveRequest> = {}): LiveRequest {
  return {
    host: "ndes01",
    isDevice: false,
    outcome: "open",
    stageReached: 3,
    startedAt: startMs,
    endedAt: startMs + 1000,
    cause: null,
    ...given,
  };
}

function view(provisional: readonly LiveRequest[], host: Partial<HostView> = {}): LiveView {
  const hosts = [
    {
      host: "ndes01",
      passedAt: startMs + 2000,
      eventAt: startMs + 2000,
      readAt: null,
      sources: [],
      problems: [],
      ...host,
    },
  ];
  return { ...quietView, provisional, hosts };
}

describe("open requests", () => {
  test("count by the stage that they reached, and the oldest is told", async () => {
    const lines = await scrape(
      createMetrics(),
      view([
        open(),
        open({ startedAt: startMs - 5000 }),
        open({ stageReached: 0, startedAt: null, endedAt: null }),
        open({ outcome: "succeeded" }),
      ]),
    );
    expect(valueOf(lines, "scep_requests_open", { stage: "3" })).toBe(2);
    expect(valueOf(lines, "scep_requests_open", { stage: "0" })).toBe(1);
    expect(valueOf(lines, "scep_requests_open_oldest_timestamp_seconds")).toBe((startMs - 5000) / 1000);
  });

  test.each([
    ["within the limit", { passedAt: startMs + 1000 + 10 * minuteMs }, 0],
    ["beyond it", { passedAt: startMs + 1001 + 10 * minuteMs }, 1],
    ["no source has passed anything, though events are newer", { passedAt: null, eventAt: startMs + 1e9 }, 0],
  ] as const)("are stuck only when the sources have passed the limit: %s", async (_when, host, stuck) => {
    const metrics = createMetrics();
    metrics.source("ndes01", "iis-w3c", { bytes: 1 });
    const lines = await scrape(metrics, view([open()], host));
    expect(valueOf(lines, "scep_requests_stuck", { stage: "3" })).toBe(stuck);
  });

  test("are zero at a server without any", async () => {
    const metrics = createMetrics();
    metrics.source("ndes01", "iis-w3c", { bytes: 1 });
    const lines = await scrape(metrics, view([]));
    expect(lines.filter(({ name }) => name === "scep_requests_open").map(({ value }) => value)).toEqual(
      Array.from({ length: 7 }, () => 0),
    );
    expect(valueOf(lines, "scep_requests_open_oldest_timestamp_seconds")).toBeUndefined();
  });
});

describe("recent requests", () => {
  const expired = { outcome: "failed", cause: "verify.challenge-expired" } as const;

  test("are provisional and final ones of the last quarter of an hour of event time", async () => {
    const metrics = createMetrics();
    metrics.settle(finalRequest({ outcome: "failed", failedStage: 3 }), claimed(expired.cause));
    const at = startMs + 14 * minuteMs;
    const lines = await scrapeKept(metrics, view([open({ ...expired, endedAt: at })], { eventAt: at }));
    expect(valueOf(lines, "scep_recent_requests", expired)).toBe(2);
    const later = await scrapeKept(
      metrics,
      view([open({ ...expired, endedAt: at })], { eventAt: startMs + 20 * minuteMs }),
    );
    expect(valueOf(later, "scep_recent_requests", expired)).toBe(1);
  });

  test("are none where nothing tells what is recent", async () => {
    const lines = await scrape(createMetrics(), view([open(expired)], { eventAt: null }));
    expect(valueOf(lines, "scep_recent_requests", expired)).toBeUndefined();
  });
});
