import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { analyzeCommand } from "../../deploy/cli/analyze-command.ts";
import { createStory, demoStory, demoZone } from "../../deploy/demo/index.ts";
import type { Phase } from "../../deploy/demo/index.ts";
import type { Analysis } from "../../processors/contract/index.ts";
import type { SimulatedRequest, Write } from "../simulation/index.ts";
import { heardOutput } from "../support/heard-output.ts";
import { storyFolder } from "../support/story-folder.ts";
import type { StoryFolder } from "../support/story-folder.ts";

const begin = Date.UTC(2026, 10, 28, 9, 40);
const minuteMs = 60_000;
const roundMs = demoStory.reduce((sum, { lengthMs }) => sum + lengthMs, 0);
const endOf = (name: string): number =>
  begin +
  demoStory
    .slice(0, demoStory.findIndex((phase) => phase.name === name) + 1)
    .reduce((sum, { lengthMs }) => sum + lengthMs, 0);

async function analysisOf({ folder }: StoryFolder): Promise<Analysis> {
  const { output, text } = heardOutput();
  await analyzeCommand([folder], { json: true, limit: Infinity, zone: demoZone }, output);
  return JSON.parse(text()) as Analysis;
}

interface Moment {
  readonly analysis: Analysis | null;
  readonly processing: number;
  readonly hosts: readonly string[];
}

async function momentOf(place: StoryFolder, name: string): Promise<Moment> {
  return {
    analysis: name === "silent-host" || name === "healthy" ? null : await analysisOf(place),
    processing: place.files(/Processing\//).length,
    hosts: ["ca01", "ndes01", "ndes02"].filter((host) => place.has(host)),
  };
}

/** Requests by host and what became of them. Those of the last minute are not told to their end. */
function tally(
  requests: readonly {
    readonly host: string;
    readonly at: number;
    readonly cause: string | null;
    readonly outcome: string;
  }[],
  until: number,
): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { host, at, outcome, cause } of requests) {
    const key = `${host} ${outcome} ${cause ?? "-"}`;
    if (at < until - minuteMs) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}

const analysed = (analysis: Analysis | null | undefined): Parameters<typeof tally>[0] =>
  (analysis?.requests ?? []).map(({ host, startedAt, outcome, cause }) => ({
    host,
    at: Date.parse(startedAt ?? ""),
    outcome,
    cause: cause?.id ?? null,
  }));
/** A report that was stuck is overdue after a quarter of an hour, and is sent by then. */
const known = (requests: readonly SimulatedRequest[]): Parameters<typeof tally>[0] =>
  requests.map(({ startedAt, cause, ...rest }) => ({
    ...rest,
    at: startedAt,
    cause: cause === "report.stuck-in-processing" ? null : cause,
  }));

describe("a whole round of the story, driven by hand", () => {
  const place = storyFolder();
  const phases: Phase[] = [];
  const writes: Write[] = [];
  const truth: SimulatedRequest[] = [];
  const moments = new Map<string, Moment>();

  beforeAll(async () => {
    const { folder, awayFolder } = place;
    const story = createStory(
      {
        folder,
        awayFolder,
        seed: 5,
        speed: 1,
        onPhase: (phase) => phases.push(phase),
        wrote: (some) => writes.push(...some),
        planned: (requests) => truth.push(...requests),
      },
      begin,
    );
    story.step(begin);
    moments.set("history", await momentOf(place, "history"));
    for (let at = begin; at <= begin + roundMs; at += 1000) {
      story.step(at);
      const ending = demoStory.find(({ name }) => endOf(name) - 1000 === at);
      if (ending !== undefined) moments.set(ending.name, await momentOf(place, ending.name));
    }
    story.close();
  }, 60_000);
  afterAll(() => place.remove());

  const count = (name: string, cause: string): number =>
    moments.get(name)?.analysis?.requests.filter((request) => request.cause?.id === cause).length ?? 0;

  test("the phases come in their order, the first at once, and then the round begins anew", () => {
    expect(phases.map(({ name }) => name)).toEqual([...demoStory.map(({ name }) => name), "healthy"]);
    for (const { caption } of phases) expect(caption).toMatch(/^[A-Z].{40,}[.]$/s);
  });

  test("the page begins with a round of history, up to now and not beyond", () => {
    const requests = moments.get("history")?.analysis?.requests ?? [];
    const starts = requests.map(({ startedAt }) => Date.parse(startedAt ?? ""));
    expect(requests.length).toBeGreaterThan(250);
    expect(Math.min(...starts)).toBeLessThan(begin - roundMs + minuteMs);
    expect(Math.max(...starts)).toBeGreaterThan(begin - minuteMs);
    expect(Math.max(...starts)).toBeLessThanOrEqual(begin);
  });

  test("what is read at the end is what happened: every request with its host, outcome and cause", () => {
    const until = begin + roundMs - minuteMs;
    const expected = tally(known(truth), until);
    expect(tally(analysed(moments.get("recovery")?.analysis), until)).toEqual(expected);
    expect(Object.keys(expected).length).toBeGreaterThan(6);
  });

  test("each phase shows what its caption says, and not before", () => {
    const signing = "verify.signing-certificate-missing";
    expect(count("signing-certificate", signing)).toBeGreaterThan(count("history", signing) + 15);
    expect(count("burst", "contact.http-500")).toBeGreaterThan(
      count("signing-certificate", "contact.http-500") + 25,
    );
    expect(count("burst", signing) - count("signing-certificate", signing)).toBeLessThan(3);
  });

  test("status files pile up in Processing, some are overdue, and recovery sends them", () => {
    const stuck = moments.get("stuck-in-processing");
    expect(stuck?.processing).toBeGreaterThan((moments.get("burst")?.processing ?? 0) + 20);
    const problems = stuck?.analysis?.hosts.find(({ host }) => host === "ndes01")?.problems ?? [];
    expect(problems.map(({ cause }) => cause)).toContain("report.stuck-in-processing");
    const after = moments.get("recovery");
    expect(after?.processing).toBeLessThan((stuck?.processing ?? 0) / 2);
    expect(after?.analysis?.hosts.flatMap(({ problems }) => problems)).toEqual([]);
  });

  test("the folder of a silent host is gone for a while, and comes back with every line", () => {
    expect([...moments].map(([name, { hosts }]) => [name, hosts.length])).toEqual([
      ["history", 3],
      ...demoStory.map(({ name }) => [name, name === "silent-host" ? 2 : 3]),
    ]);
    const rows = place.files(/ndes02\/IIS/).flatMap((path) => place.text(path).split("\r\n"));
    const written = writes.filter(({ source, folder }) => source === "iis" && folder === "ndes02");
    expect(rows.filter((row) => row !== "" && !row.startsWith("#"))).toEqual(written.map(({ text }) => text));
  });

  test("service traces go on in files named for their start, without a gap", () => {
    const traces = place.files(/CertificateRegistrationPoint_2026-11-28_\d{6}[.]svclog$/);
    expect(traces.length).toBeGreaterThan(1);
    const written = writes.filter(({ source }) => source === "crp").map(({ text }) => text);
    expect(traces.map((path) => place.text(path)).join("")).toBe(written.join(""));
  });

  test("IIS logs are named for their hour, as that server is set up, and for their day on the other", () => {
    expect(place.files(/IIS/)).toEqual([
      "ndes01/IIS/W3SVC1/u_ex26112809.log",
      "ndes02/IIS/W3SVC1/u_ex261128.log",
    ]);
  });

  test("stamps are those of the clock, in the zone of each host", () => {
    expect(place.text(place.files(/NDESPlugin[.]log$/)[0] ?? "")).toMatch(/time="10:\d\d:\d\d[.]\d{3}-060"/);
    expect(writes.every(({ at, stamp }) => Math.abs(at - stamp) < 1)).toBe(true);
  });
});
