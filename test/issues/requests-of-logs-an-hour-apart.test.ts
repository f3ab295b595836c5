import { describe, expect, test } from "vitest";
import { AnalysisSchema } from "../../processors/contract/analysis-schema.ts";
import { analyze, givenZone } from "../../processors/index.ts";
import { runCommand } from "../e2e/run-command.ts";
import { filesOf, follow, linesOf, recordsOfOne, trueClocks } from "../support/clocked-logs.ts";
import type { Clocks, Line } from "../support/clocked-logs.ts";
import { shippedSlice, sourceFile } from "../support/shipments.ts";
import { folderWith } from "../unit/collectors/folder.ts";

const minute = 60_000;
const hour = 60 * minute;
const startAt = Date.parse("2026-11-24T08:00:00.300Z");
const setBackAt = startAt + 93 * minute;
const setBack = (at: number): number => (at < setBackAt ? at : at - hour);
/** Six requests, half an hour or so apart. */
const moments = [0, 31, 62, 93.5, 124, 155].map((at, index) => startAt + at * minute + index * 7_919);
const inBerlin = (at: number): number => at + hour;

interface Wrong {
  readonly name: string;
  readonly clocks: Clocks;
  /** Of the plug-in's clock, as it is given. */
  readonly zone: string;
  readonly says: string;
}

const wrong: readonly Wrong[] = [
  {
    name: "the zone of one log is taken an hour too far west",
    clocks: { ...trueClocks, plugin: (at) => at + 2 * hour },
    zone: "+01:00",
    says: "the stamps of NDESPlugin.log are 60 min ahead of those of the other logs of this host (6 calls that both tell of); requests of that time may come in two halves, and count twice",
  },
  {
    name: "the zone of one log is taken an hour too far east",
    clocks: { ...trueClocks, plugin: inBerlin },
    zone: "+02:00",
    says: "the stamps of NDESPlugin.log are 60 min behind those of the other logs of this host (6 calls that both tell of); requests of that time may come in two halves, and count twice",
  },
  {
    name: "one log goes on an hour behind",
    clocks: { ...trueClocks, plugin: (at) => inBerlin(setBack(at)) },
    zone: "+01:00",
    says: "the stamps of NDESPlugin.log step back by 28 min, to 2026-11-24 08:33 UTC; requests of that time may come in two halves, and count twice",
  },
  {
    name: "one log that is written in UTC is an hour behind",
    clocks: { ...trueClocks, plugin: inBerlin, crp: (at) => at - hour },
    zone: "+01:00",
    says: "the stamps of CertificateRegistrationPoint.svclog are 60 min behind those of the other logs of this host (6 calls that both tell of); requests of that time may come in two halves, and count twice",
  },
];

async function analysed(lines: readonly Line[], zone: string): Promise<{ text: string; requests: number }> {
  const folder = folderWith(filesOf(lines));
  const { out } = await runCommand(["analyze", "--json", folder, "--zone", zone]);
  const { requests } = AnalysisSchema.parse(JSON.parse(out));
  const text = await runCommand(["analyze", folder, "--zone", zone, "--wide"]);
  return { text: text.out.replaceAll(/\s+/g, " "), requests: requests.length };
}

describe.each(wrong)("$name", ({ clocks, zone, says }) => {
  const lines = linesOf(moments, clocks);

  test("the verdict of an analysis names it, and what it does to the requests", async () => {
    const { text, requests } = await analysed(lines, zone);
    expect(requests).toBeGreaterThan(moments.length);
    expect(text).toContain(says);
  });

  test.each([false, true])(
    "so does the host's page while it is followed; started again and again: %s",
    (isRestarted) => {
      const { problems } = follow(lines, { zoneOf: (_, at) => givenZone(zone, at), isRestarted });
      expect(problems).toEqual([`host.clock-skew: ${says}`]);
    },
  );
});

describe("a host whose clock is set back by an hour while it works", () => {
  const clocks = { plugin: (at: number) => inBerlin(setBack(at)), iis: setBack, crp: setBack };
  const lines = linesOf(moments, clocks);
  const says =
    "the stamps of CertificateRegistrationPoint.svclog, NDESPlugin.log, the IIS log step back by 28 min, to 2026-11-24 08:33 UTC";

  test("an analysis names it, and has each request once", async () => {
    const { text, requests } = await analysed(lines, "+01:00");
    expect(requests).toBe(moments.length);
    expect(text).toContain(says);
  });

  test("followed on that host each request is there once, and the page names it for a day", () => {
    const { requests, problems, problemsLater } = follow(lines, {
      zoneOf: (_, at) => givenZone("+01:00", at),
      clock: setBack,
    });
    expect(requests.map(({ view }) => view.evidence.length)).toEqual(moments.map(() => recordsOfOne));
    expect(problems).toEqual([expect.stringContaining(says)]);
    expect(problemsLater).toEqual([]);
  });
});

test("logs that agree are not named, however few or regular their requests are", () => {
  const zoneOf = (_: unknown, at: number): ReturnType<typeof givenZone> => givenZone("+01:00", at);
  for (const stepMs of [2_000, 10_000, minute, 15 * minute, hour])
    for (const count of [1, 2, 3, 4, 5, 8, 20]) {
      const each = Array.from({ length: count }, (_, index) => startAt + index * stepMs);
      const { problems } = follow(linesOf(each, { ...trueClocks, plugin: inBerlin }), { zoneOf });
      expect(problems).toEqual([]);
    }
});

test("a log that steps back all day, such as one that two servers write, holds what is decided for three hours, not for the day", async () => {
  const file = sourceFile("u_ex1.log", "iis-w3c");
  const calls = Array.from({ length: 360 }, (_, index) => startAt + index * 4 * minute);
  const read = { through: startAt };
  async function* slices(): Parameters<typeof analyze>[0] {
    let offset = 0;
    for (const [index, at] of calls.entries()) {
      read.through = at;
      const stamp = new Date(index % 2 === 0 ? at : at - 20 * minute).toISOString();
      const row = `${stamp.slice(0, 10)} ${stamp.slice(11, 19)} GET /certsrv/mscep/mscep.dll operation=PKIOperation 10.1.0.7 200 0 0 900\n`;
      const { slice } = shippedSlice(file, offset, index === 0 ? head + row : row);
      offset += slice.bytes.length;
      yield { slice, at };
    }
  }
  const heldMs: number[] = [];
  for await (const finding of analyze(slices(), { hostOf: ({ host }) => host, zoneOf: () => null }))
    if (finding.type === "request") heldMs.push(read.through - (finding.request.startedAt ?? 0));
  expect(heldMs).toHaveLength(calls.length);
  expect(Math.max(...heldMs)).toBeLessThan(5 * hour);
});

const head =
  "#Fields: date time cs-method cs-uri-stem cs-uri-query c-ip sc-status sc-substatus sc-win32-status time-taken\n";
