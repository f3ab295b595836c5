import { describe, expect, test } from "vitest";
import { givenZone } from "../../processors/index.ts";
import { runCommand } from "../e2e/run-command.ts";
import { filesOf, follow, linesOf, recordsOfOne, trueClocks } from "../support/clocked-logs.ts";
import type { Clocks, Line } from "../support/clocked-logs.ts";
import { AnalysisSchema } from "../../processors/contract/analysis-schema.ts";
import { folderWith } from "../unit/collectors/folder.ts";

const minute = 60_000;
const hour = 60 * minute;

interface Place {
  readonly zone: string;
  /** When the clock is changed, ms UTC, and what it is east of UTC before and after. */
  readonly changedAt: number;
  readonly eastMs: readonly [before: number, after: number];
}

const berlin: Place = {
  zone: "Europe/Berlin",
  changedAt: Date.parse("2026-10-25T01:00:00Z"),
  eastMs: [2 * hour, hour],
};
const eastCoast: Place = {
  zone: "America/New_York",
  changedAt: Date.parse("2026-11-01T06:00:00Z"),
  eastMs: [-4 * hour, -5 * hour],
};
const berlinInSpring: Place = {
  zone: "Europe/Berlin",
  changedAt: Date.parse("2026-03-29T01:00:00Z"),
  eastMs: [hour, 2 * hour],
};

function clocksOf({ changedAt, eastMs }: Place): Clocks {
  return { ...trueClocks, plugin: (at) => at + eastMs[at < changedAt ? 0 : 1] };
}

/** Minutes before and after the clock is changed. */
function nightOf(place: Place, minutes: readonly number[]): readonly Line[] {
  return linesOf(
    minutes.map((at) => place.changedAt + at * minute + 300),
    clocksOf(place),
  );
}

const busy = Array.from({ length: 24 }, (_, index) => -123 + 11 * index);

interface Said {
  readonly startedAt: string | null;
  readonly outcome: string;
  readonly evidence: readonly { readonly grade: string }[];
}

const grades = ({ evidence }: Said): readonly string[] =>
  [...new Set(evidence.map(({ grade }) => grade))].sort();
const briefly = (requests: readonly Said[]): readonly string[] =>
  requests
    .map((one) => `${minuteOf(one)} ${one.outcome} ${one.evidence.length} ${grades(one).join(" ")}`)
    .toSorted();

const minuteOf = ({ startedAt }: Said): string =>
  new Date(Math.round(Date.parse(startedAt ?? "") / minute) * minute).toISOString().slice(0, 16);

const wanted = (place: Place, minutes: readonly number[], grade: (at: number) => string): readonly string[] =>
  minutes.map((at) => {
    const begin = new Date(place.changedAt + at * minute).toISOString().slice(0, 16);
    return `${begin} succeeded ${recordsOfOne} ${grade(at)}`;
  });

async function analysed(lines: readonly Line[], zone: string): Promise<readonly Said[]> {
  const { out } = await runCommand(["analyze", "--json", folderWith(filesOf(lines)), "--zone", zone]);
  return AnalysisSchema.parse(JSON.parse(out)).requests;
}

const followed = (lines: readonly Line[], zone: string, isRestarted = false): readonly Said[] =>
  follow(lines, { zoneOf: (_, at) => givenZone(zone, at), isRestarted }).requests.map(({ view }) => view);

describe.each([
  ["east of UTC", berlin, busy],
  ["west of UTC", eastCoast, busy],
  ["in spring, when an hour is left out", berlinInSpring, busy],
] as const)("a busy night in which the clock is changed, %s", (_, place, minutes) => {
  const lines = nightOf(place, minutes);
  const all = wanted(place, minutes, () => "exact");

  test("analysed", async () => {
    expect(briefly(await analysed(lines, place.zone))).toEqual(all);
  });

  test("followed", () => {
    expect(briefly(followed(lines, place.zone))).toEqual(all);
  });

  test("followed by a processor that is started again and again", () => {
    expect(briefly(followed(lines, place.zone, true))).toEqual(all);
  });
});

/** Nobody enrols while the hour comes for the first time, so the log never steps back within it. */
const quiet = [-90, 20, 100];
const doubted = (minutes: readonly number[]): readonly string[] =>
  wanted(berlin, minutes, (at) => (at >= -60 && at < 60 ? "probable" : "exact"));
const saysSo = "1 run stands in NDESPlugin.log in an hour that its clock showed twice, or never";

describe("where nothing tells which of the two hours it is", () => {
  test("a log that is read afterwards says how many requests that concerns, and binds none of them as certain", async () => {
    const lines = nightOf(berlin, quiet);
    const folder = folderWith(filesOf(lines));
    const { out } = await runCommand(["analyze", folder, "--zone", "Europe/Berlin", "--wide"]);
    expect(out).toMatch(/1 {2}request has times of the hour in which a clock was put back or forward/);
    expect(out.replaceAll(/\s+/g, " ")).toContain(saysSo);
    expect(briefly(await analysed(lines, "Europe/Berlin"))).toEqual([
      ...doubted([-90]),
      "2026-10-25T00:20 succeeded 7 probable",
      "2026-10-25T01:20 unknown 1 exact",
      ...doubted([100]),
    ]);
  });

  test("a log that is followed was just written: the second one, in doubt, and the host's page says so for a day", () => {
    const { requests, problems, problemsLater } = follow(nightOf(berlin, quiet), {
      zoneOf: (_, at) => givenZone("Europe/Berlin", at),
    });
    expect(briefly(requests.map(({ view }) => view))).toEqual(doubted(quiet));
    expect(problems).toEqual([expect.stringContaining(saysSo)]);
    expect(problemsLater).toEqual([]);
  });

  test("a log that begins and ends within the hour, beside others of the whole night, takes no call of another hour as certain", async () => {
    const night = nightOf(berlin, [-90, -50, -35, -20, 10, 25, 40, 100]);
    const lines = night.filter(
      ({ log, at }) => log !== "plugin" || Math.abs(at - berlin.changedAt + 35 * minute) < 20 * minute,
    );
    const requests = await analysed(lines, "Europe/Berlin");
    // Each run is beside nothing, or beside its own; a call of another hour is never certain.
    expect(requests.filter(({ evidence }) => evidence.length > 15).flatMap(grades)).not.toContain("exact");
  });

  test("a log that begins in the midst of the hour, and steps back", async () => {
    const lines = nightOf(berlin, [-30, -10, 10, 100]);
    expect(briefly(await analysed(lines, "Europe/Berlin"))).toEqual(
      wanted(berlin, [-30, -10, 10, 100], () => "exact"),
    );
  });

  test("a log that writes of the hour that is left out in spring", async () => {
    const late = { ...berlinInSpring, changedAt: berlinInSpring.changedAt + 30 * minute };
    const { out } = await runCommand([
      "analyze",
      folderWith(filesOf(nightOf(late, [-20, 60]))),
      "--zone",
      "Europe/Berlin",
      "--wide",
    ]);
    expect(out).toMatch(/1 {2}request has times of the hour in which a clock was put back or forward/);
  });
});
