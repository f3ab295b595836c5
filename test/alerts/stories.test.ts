import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { startRoutedAlertmanager } from "../../deploy/dev/alerting/routed-alertmanager.ts";
import type { Scenario } from "../simulation/index.ts";
import { meterStory } from "../support/metered-story.ts";
import type { Watching } from "../support/metered-story.ts";
import { playAlerts } from "../support/play-alerts.ts";
import { all, firingOver, storyOf } from "./story.ts";

const seed = 7;
const minutes = 75;

interface Story {
  readonly scenario: Scenario;
  readonly watching?: Partial<Watching>;
  readonly alerts: readonly string[];
  /** Of these, what nobody is told of, since another explains it. */
  readonly muted?: readonly string[];
}

const during = (minute: number): boolean => minute >= 20 && minute < 60;

const stories: readonly (readonly [what: string, story: Story])[] = [
  ["a fleet where all is well says nothing", { scenario: storyOf({}), alerts: [] }],
  [
    "a missing signing certificate is named as such; that verification fails, and the goal with it, is muted by it",
    {
      scenario: storyOf({ ndes01: all("no-signing-certificate") }),
      alerts: [
        "ScepErrorBudgetBurns ndes01",
        "ScepSigningCertificateMissing ndes01",
        "ScepVerifyFailing ndes01",
      ],
      muted: ["ScepErrorBudgetBurns ndes01", "ScepVerifyFailing ndes01"],
    },
  ],
  [
    "server errors of one server",
    {
      scenario: storyOf({ ndes02: all("http-500") }),
      alerts: ["ScepErrorBudgetBurns ndes02", "ScepServerErrors ndes02"],
    },
  ],
  [
    "reports that are not uploaded: certificates are issued, so nothing else fails",
    {
      scenario: storyOf({ ndes01: { courses: [["stuck", 100]], uploadsRest: true } }),
      alerts: ["ScepReportBacklog ndes01"],
    },
  ],
  [
    "logs that are away are no failure of the server",
    {
      scenario: storyOf({}),
      watching: { isThere: (host, minute) => host !== "ndes02" || !during(minute) },
      alerts: ["ScepSourceMissing ndes02"],
    },
  ],
  [
    "a collector that is silent is our own outage alone",
    {
      scenario: storyOf({}),
      watching: { isHeard: (host, minute) => host !== "ndes02" || !during(minute) },
      alerts: ["ScepCollectorSilent ndes02"],
    },
  ],
  [
    "what failed unseen within the last hour is told when the host is heard again",
    {
      scenario: storyOf({ ndes02: all("http-500") }),
      watching: { isHeard: (host, minute) => host !== "ndes02" || !during(minute) },
      alerts: ["ScepCollectorSilent ndes02", "ScepServerErrors ndes02"],
    },
  ],
];

const folder = mkdtempSync(join(tmpdir(), "scepscope-stories-"));
const routed = await startRoutedAlertmanager({ folder, patience: { groupWait: "1s", groupInterval: "1s" } });
afterAll(async () => {
  await routed.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("each story leads to its alerts, people are told of those that no other explains, and of nothing else", () => {
  test.each(stories)("%s", { timeout: 120_000 }, async (what, { scenario, watching, alerts, muted = [] }) => {
    const input = await meterStory(scenario, { minutes, seed, ...watching });
    const firing = firingOver(input, minutes);
    expect(namesOf(firing)).toEqual(alerts);
    const told = await playAlerts(routed, firing, what.replaceAll(/\W+/g, "-"));
    expect(told).toEqual(alerts.filter((name) => !muted.includes(name)));
  });
});

function namesOf(minutesOf: ReturnType<typeof firingOver>): readonly string[] {
  return [...new Set(minutesOf.flat().map(({ alertname, host }) => `${alertname} ${host}`))].toSorted();
}
