import { describe, expect, test } from "vitest";
import type { Batch, Shipment } from "../../../../collectors/contract/index.ts";
import type { Commit, Owned } from "../../../../processors/contract/index.ts";
import { openKeeper } from "../../../../processors/keeper/keeper.ts";
import type { Keeper } from "../../../../processors/keeper/keeping.ts";
import type { KeeperEvent } from "../../../../processors/keeper/options.ts";
import { simulate } from "../../../simulation/index.ts";
import { keeperOptionsFor } from "../../../support/keeper-options.ts";
import { shipSimulation } from "../../../support/ship-simulation.ts";
import { smallScenario } from "../../../support/small-scenario.ts";

const simulation = simulate(smallScenario("calm-legacy", 4), 5);
const shipments = shipSimulation(simulation, { sliceBytes: 65_536 });

const isReport = ({ type }: Shipment): boolean => type === "sources";

function batchOf(taken: readonly Shipment[], position: string, done: () => void): Batch {
  return { partition: "all", shipments: taken, waiting: 0, position, done: async () => done() };
}

interface Rig {
  readonly keeper: Keeper;
  readonly commits: Commit[];
  readonly clock: { at: number };
}

const optionsOfRig = keeperOptionsFor(simulation);

function rig(onEvent: (event: KeeperEvent) => void = () => undefined): Rig {
  const commits: Commit[] = [];
  const clock = { at: 0 };
  const keeper = openKeeper(
    { epoch: 1, saved: null, commit: async (commit) => void commits.push(commit) },
    { ...optionsOfRig, clock: { now: () => clock.at }, onEvent },
  );
  return { keeper, commits, clock };
}

/** As the pipeline does, on a clock of its own. */
async function until({ keeper, clock }: Rig, at: number): Promise<void> {
  for (let due = keeper.dueMs(); due !== null && clock.at + due <= at; due = keeper.dueMs()) {
    clock.at += due;
    await keeper.keepDue();
  }
  clock.at = at;
}

test.each([
  { commitMs: 5, everyMs: 1000, share: "a second" },
  { commitMs: 200, everyMs: 4000, share: "twenty times as long" },
  {
    commitMs: 1000,
    everyMs: 10_000,
    share: "ten seconds, although that is more than a twentieth of the time",
  },
  { commitMs: 4000, everyMs: 16_000, share: "four times as long" },
])(
  "a store that takes $commitMs ms for a commit gets the next one after $share",
  async ({ commitMs, everyMs }) => {
    const keptAt: number[] = [];
    const clock = { at: 0 };
    const keeper = openKeeper(
      {
        epoch: 1,
        saved: null,
        commit: async ({ checkpoint }) => {
          if (checkpoint === null) return;
          clock.at += commitMs;
          keptAt.push(clock.at);
        },
      },
      { ...optionsOfRig, clock: { now: () => clock.at } },
    );
    for (const [index, slice] of shipments.slice(0, 3).entries()) {
      keeper.take(batchOf([slice], String(index), () => undefined));
      for (let looks = 0; looks < 1000 && keptAt.length === index; looks += 1) {
        clock.at += keeper.dueMs() ?? 0;
        await keeper.keepDue();
      }
    }
    const rests = keptAt.slice(1).map((at, index) => at - commitMs - (keptAt[index] ?? 0));
    expect(rests).toEqual([everyMs, everyMs]);
  },
);

test("what a report makes final is kept as soon as what a slice makes final, not after an idle minute", async () => {
  const one = rig();
  const done: string[] = [];
  one.keeper.take(
    batchOf(
      shipments.filter((each) => !isReport(each)),
      "1",
      () => done.push("1"),
    ),
  );
  await until(one, 30_000);
  expect(done).toEqual(["1"]);
  one.keeper.take(batchOf(shipments.filter(isReport), "2", () => done.push("2")));
  await until(one, 32_000);
  const finals = one.commits.flatMap(({ requests }) => requests.filter(({ isFinal }) => isFinal));
  expect(finals.length).toBeGreaterThan(3);
  expect(done).toEqual(["1", "2"]);
});

test("what became final is told after its commit, and not while the store refuses it", async () => {
  const order: string[] = [];
  let refusals = 2;
  const keeper = openKeeper(
    {
      epoch: 1,
      saved: null,
      commit: async ({ requests }) => {
        refusals -= 1;
        if (refusals >= 0) throw Object.assign(new Error("full"), { retryable: true });
        order.push(`kept ${requests.length}`);
      },
    },
    {
      ...optionsOfRig,
      onEvent: ({ type }) => void order.push(type),
      onKept: (requests) => void order.push(`told ${requests.filter(({ isFinal }) => isFinal).length}`),
    },
  );
  keeper.take(batchOf(shipments, "1", () => order.push("done")));
  await keeper.keepAll();
  expect(order).toEqual(["commit-failed", "commit-failed", "kept 4", "commit-works-again", "told 4", "done"]);
});

test("that the logs of the start are read and shown is told once, with how long it took", async () => {
  const told: unknown[] = [];
  const one = rig((event) => void told.push(event));
  one.keeper.take(batchOf(shipments, "1", () => undefined));
  await until(one, 90_000);
  one.keeper.take(batchOf(shipments.filter(isReport), "2", () => undefined));
  await until(one, 180_000);
  expect(one.keeper.hasShown()).toBe(true);
  expect(told).toEqual([{ type: "caught-up", tookMs: expect.any(Number) }]);
});

test("who has caught up with nothing shows its totals within a second, and the word that it had to is not written again and again", async () => {
  const one = rig();
  one.keeper.take(batchOf([], "1", () => undefined));
  await until(one, 900);
  expect(one.keeper.standing()).toEqual({ waiting: 0, isRebuilding: true });
  await until(one, 1000);
  expect(one.keeper.standing()).toEqual({ waiting: 0, isRebuilding: false });
  one.keeper.take(batchOf([], "2", () => undefined));
  await one.keeper.keepAll();
  const words = one.commits.map(({ checkpoint }) => checkpoint?.state.get("rebuilding"));
  expect(words).toEqual([null, undefined]);
});

test("reports that decide nothing are kept once a minute, so that an idle process stays idle", async () => {
  const one = rig();
  one.keeper.take(batchOf(shipments, "1", () => undefined));
  await until(one, 30_000);
  const before = one.commits.filter(({ checkpoint }) => checkpoint !== null).length;
  const reports = shipments.filter(({ type }) => type === "sources");
  for (let at = 35_000; at <= 55_000; at += 5000) {
    one.keeper.take(batchOf(reports, String(at), () => undefined));
    await until(one, at);
  }
  expect(one.commits.filter(({ checkpoint }) => checkpoint !== null)).toHaveLength(before);
  await until(one, 65_000);
  expect(one.commits.filter(({ checkpoint }) => checkpoint !== null)).toHaveLength(before + 1);
});

describe("a store that refuses", () => {
  const full = Object.assign(new Error("the disk is full"), { retryable: true });

  /** A keeper with something to keep, at a store that takes nothing; `waited` is told of each wait before the next try. */
  function refused(signal: AbortSignal, waited: () => void): ReturnType<typeof openKeeper> {
    const keeper = openKeeper(
      {
        epoch: 1,
        saved: null,
        commit: async () => {
          throw full;
        },
      },
      { ...optionsOfRig, wake: async () => waited(), signal },
    );
    keeper.take({ partition: "all", shipments: [], waiting: 0, position: "1", done: async () => undefined });
    return keeper;
  }

  test("is asked again until nobody waits any longer: then its reason is told", async () => {
    const stop = new AbortController();
    let waits = 0;
    const keeper = refused(stop.signal, () => {
      waits += 1;
      if (waits === 3) stop.abort();
    });
    await expect(keeper.keepAll()).rejects.toBe(full);
    expect(waits).toBe(3);
  });
});

test.each([
  { isKept: true, what: "kept", withinMs: 1000 },
  { isKept: false, what: "shown", withinMs: 300 },
])(
  "what comes after a store was away for ten minutes is $what within $withinMs ms, as if it had been there",
  async ({ isKept, withinMs }) => {
    const clock = { at: 0 };
    let awayUntil = Number.POSITIVE_INFINITY;
    const tookAt: number[] = [];
    const commit = async ({ checkpoint }: Commit): Promise<void> => {
      if ((checkpoint !== null) !== isKept) return;
      if (clock.at < awayUntil) throw Object.assign(new Error("away"), { retryable: true });
      tookAt.push(clock.at);
    };
    const failed = ({ type }: KeeperEvent): void => {
      if (type === "commit-failed") awayUntil = Math.min(awayUntil, clock.at + 600_000);
    };
    const wake = async (ms: number): Promise<void> => void (clock.at += ms);
    const options = { ...optionsOfRig, clock: { now: () => clock.at }, onEvent: failed, wake };
    const keeper = openKeeper({ epoch: 1, saved: null, commit }, options);
    for (const [index, slice] of shipments.slice(0, 12).entries()) {
      keeper.take(batchOf([slice], String(index), () => undefined));
      const before = tookAt.length;
      for (let looks = 0; looks < 100 && tookAt.length === before; looks += 1) {
        clock.at += keeper.dueMs() ?? 0;
        await keeper.keepDue();
      }
    }
    const [back = 0, next = 0] = tookAt;
    expect(next - back).toBeLessThanOrEqual(withinMs);
    expect(back).toBeGreaterThan(600_000);
  },
);

test.each([
  ["is damaged", "scepscope state 2\nno structured clone"],
  ["is of a version that is read no more", "scepscope state 1\n"],
])("state that %s is told of, and made again from the oldest that is there", async (_, text) => {
  const events: string[] = [];
  const state = new Map([
    ["pipeline", Buffer.from(text)],
    ["metrics/gone", Buffer.from(text)],
  ]);
  const pieces: (readonly [string, boolean])[] = [];
  const keeper = openKeeper(
    {
      epoch: 2,
      saved: { position: "9", state },
      commit: async ({ checkpoint }) => {
        for (const [name, bytes] of checkpoint?.state ?? []) pieces.push([name, bytes !== null]);
      },
    },
    {
      ...optionsOfRig,
      onEvent: ({ type }) => void events.push(type),
    },
  );
  expect(events).toEqual(["state-damaged"]);
  expect(keeper.partition.resumeAt("any")).toBeNull();
  expect(keeper.resumeFrom).toBeNull();
  keeper.take(batchOf([], "1", () => undefined));
  await keeper.keepAll();
  expect(pieces).toContainEqual(["metrics/gone", false]);
  expect(pieces).toContainEqual(["pipeline", true]);
});

test("state of a later version is refused, and nothing is committed over it", () => {
  const commits: Commit[] = [];
  const events: string[] = [];
  const state = new Map([["pipeline", Buffer.from("scepscope state 99\n")]]);
  const commit = async (one: Commit): Promise<void> => void commits.push(one);
  const open = (): Keeper =>
    openKeeper(
      { epoch: 2, saved: { position: "9", state }, commit },
      {
        ...optionsOfRig,
        onEvent: ({ type }) => void events.push(type),
      },
    );
  expect(open).toThrow(expect.objectContaining({ code: "store.newer" }));
  expect([events, commits]).toEqual([[], []]);
});

test("whoever takes over while the state is made again knows it, until the bus has been caught up with, and that is kept", async () => {
  const state = new Map<string, Uint8Array>();
  const take = (saved: Owned["saved"], isLossy = false): ReturnType<typeof openKeeper> =>
    openKeeper(
      {
        epoch: 1,
        saved,
        commit: async ({ checkpoint }) => {
          for (const [name, bytes] of checkpoint?.state ?? [])
            if (bytes === null) state.delete(name);
            else state.set(name, bytes);
        },
      },
      {
        ...optionsOfRig,
        onEvent: () => undefined,
      },
      isLossy,
    );
  const behind = { ...batchOf([], "1", () => undefined), waiting: 7 };
  const first = take(null);
  first.take(behind);
  await first.keepAll();
  const second = take({ position: "1", state });
  expect(second.standing()).toEqual({ waiting: null, isRebuilding: true });
  second.take(batchOf([], "2", () => undefined));
  // Its totals are those that are kept.
  expect(second.standing().isRebuilding).toBe(true);
  await second.keepAll();
  expect(second.standing().isRebuilding).toBe(false);
  expect(state.has("rebuilding")).toBe(false);
  expect(take({ position: "2", state }).standing().isRebuilding).toBe(false);
  expect(take({ position: "2", state }, true).standing().isRebuilding).toBe(true);
});

test("all is shown when the logs are read and what came of them is in the store, and not before", async () => {
  const rigged = rig();
  const { keeper, commits, clock } = rigged;
  const stored = (): number =>
    new Set(commits.flatMap(({ requests }) => requests.map(({ view }) => view.id))).size;
  await until(rigged, 5000);
  expect(keeper.hasShown()).toBe(false);
  keeper.take(batchOf(shipments, "1", () => undefined));
  for (let looks = 0; looks < 1000 && !keeper.hasShown(); looks += 1) {
    clock.at += keeper.dueMs() ?? 0;
    await keeper.keepDue();
  }
  const then = stored();
  await until(rigged, clock.at + 60_000);
  expect([then, stored() > 0]).toEqual([stored(), true]);
});

test("what the logs of the start came to is kept as soon as they are read, although the commit before it took a second and has a rest of ten", async () => {
  const clock = { at: 0 };
  const keptAt: number[] = [];
  const keeper = openKeeper(
    {
      epoch: 1,
      saved: null,
      commit: async ({ checkpoint }) => {
        if (checkpoint === null) return;
        clock.at += 1000;
        keptAt.push(clock.at);
      },
    },
    { ...optionsOfRig, clock: { now: () => clock.at } },
  );
  const runUntil = async (isOver: () => boolean): Promise<void> => {
    for (let looks = 0; looks < 1000 && !isOver(); looks += 1) {
      clock.at += keeper.dueMs() ?? 0;
      await keeper.keepDue();
    }
  };
  keeper.take(batchOf(shipments.slice(0, 3), "1", () => undefined));
  await runUntil(() => keptAt.length === 1);
  keeper.take(batchOf(shipments.slice(3), "2", () => undefined));
  await runUntil(() => keeper.hasShown());
  expect([keeper.hasShown(), keptAt.length]).toEqual([true, 2]);
  expect(clock.at - (keptAt[0] ?? 0)).toBeLessThan(2000);
});

test("what is decided long after the start is kept a second after the commit before it, also by a clock that was set back", async () => {
  const rigged = rig();
  const { keeper, clock } = rigged;
  const half = Math.floor(shipments.length / 2);
  const report = { type: "sources", host: "ndes01", readAt: 1, sources: [] } as const;
  keeper.take(batchOf([...shipments.slice(0, half), report], "1", () => undefined));
  await until(rigged, 30_000);
  expect(keeper.hasShown()).toBe(true);
  clock.at -= 3_600_000;
  keeper.take(batchOf(shipments.slice(half), "2", () => undefined));
  const from = clock.at;
  await until(rigged, from + 999);
  expect([keeper.partition.hasDecided(), keeper.health().checkpointAt]).toEqual([true, 1000]);
  await until(rigged, from + 1000);
  expect([keeper.partition.hasDecided(), keeper.health().checkpointAt]).toEqual([false, from + 1000]);
});
