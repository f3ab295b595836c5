import { expect, test } from "vitest";
import type { AnalysisEvidence, StoredRequest } from "../../processors/contract/index.ts";
import { simulate } from "../simulation/index.ts";
import type { Simulation } from "../simulation/index.ts";
import { useKafka } from "../support/kafka.ts";
import { useRunningFleet } from "../support/running-fleet.ts";
import { smallScenario } from "../support/small-scenario.ts";
import { patienceMs } from "../support/wait-until.ts";

const kafka = useKafka();
const fleet = useRunningFleet(kafka);

const minute = 60_000;
const count = 40;

/** Requests of an NDES server and what its CA says of them, whose clock is so much ahead; they are hosts of one site. */
function withCaAhead(offsetMs: number): Simulation {
  const scenario = smallScenario("clock-skew", count);
  const clocks = [{ source: "security", offsetMs, stepAt: null, stepMs: 0 }] as const;
  return simulate({ ...scenario, hosts: scenario.hosts.map((plan) => ({ ...plan, clocks })) }, 3);
}

/** What the fleet has in the end. Each request holds records of one true request alone. */
async function processed(simulation: Simulation): Promise<readonly StoredRequest[]> {
  await fleet.ship(simulation, "contoso");
  await fleet.process();
  const { lookup } = fleet.store;
  const isOver = async (): Promise<boolean> => {
    const { requests, provisional } = await lookup.summary({});
    return requests >= count && provisional === 0;
  };
  await expect.poll(isOver, { timeout: patienceMs }).toBe(true);
  const { requests } = await lookup.list({}, { limit: 1000, cursor: null });
  for (const { view } of requests)
    expect(new Set(view.evidence.map((one) => truthOf(simulation, one))).size).toBe(1);
  return requests;
}

function truthOf({ truth }: Simulation, { path, offset }: AnalysisEvidence): string {
  const records = [...truth.records].find(([name]) => name.endsWith(path) || path.endsWith(name))?.[1] ?? [];
  const record = records.find((one) => one.offset <= offset && offset < one.offset + one.length);
  if (typeof record?.request !== "string") throw new Error(`${path} ${offset} is of no request`);
  return record.request;
}

async function expectNamed(because: RegExp): Promise<void> {
  const problems = (await fleet.store.lookup.hosts()).flatMap((host) => host.problems);
  const says = expect.stringMatching(because);
  expect(problems).toEqual([expect.objectContaining({ cause: "host.clock-skew", because: says })]);
}

const ofServer = (requests: readonly StoredRequest[]): readonly StoredRequest[] =>
  requests.filter(({ notes }) => notes.some(({ host }) => host === "ndes01"));

test.each([
  ["ahead", 10 * minute],
  ["behind", -10 * minute],
])(
  "a CA whose clock is ten minutes %s is joined to the very requests that it served, and its clock is named",
  { timeout: 240_000 },
  async (where, offsetMs) => {
    const requests = ofServer(await processed(withCaAhead(offsetMs)));
    expect(requests).toHaveLength(count);
    for (const { view, notes } of requests) {
      expect(notes.some(({ host }) => host === "ca01")).toBe(true);
      expect(view.stages[3]).toMatchObject({ status: "done", grade: "key" });
    }
    await expectNamed(new RegExp(`^the clock of ca01 is (599|600)[.]\\d s ${where} `));
  },
);

test.each([
  ["ahead", 180 * minute],
  ["behind", -180 * minute],
])(
  "a CA whose clock is three hours %s is joined to nothing, and named: what it did is implied, and never taken from another request",
  { timeout: 240_000 },
  async (where, offsetMs) => {
    const all = await processed(withCaAhead(offsetMs));
    const requests = ofServer(all);
    expect(all).toHaveLength(count);
    expect(requests).toHaveLength(count);
    for (const { view, notes } of requests) {
      expect(notes.some(({ host }) => host === "ca01")).toBe(false);
      expect([view.outcome, view.stages[3]?.status]).toEqual(["succeeded", "implied"]);
    }
    await expectNamed(new RegExp(`^the clock of ca01 is (10799|10800)[.]\\d s ${where} `));
  },
);
