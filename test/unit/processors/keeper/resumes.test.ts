import { expect, test } from "vitest";
import type { Batch } from "../../../../collectors/contract/index.ts";
import { openKeeper } from "../../../../processors/keeper/keeper.ts";
import type { Keeper } from "../../../../processors/keeper/keeping.ts";
import { simulate } from "../../../simulation/index.ts";
import { keeperOptionsFor } from "../../../support/keeper-options.ts";
import { shipSimulation } from "../../../support/ship-simulation.ts";
import { smallScenario } from "../../../support/small-scenario.ts";

const simulation = simulate(smallScenario("calm-legacy", 4), 5);
const shipments = shipSimulation(simulation, { sliceBytes: 65_536 });

function batch(from: number, to: number, waiting: number): Batch {
  return {
    partition: "p0",
    shipments: shipments.slice(from, to),
    waiting,
    position: String(to),
    done: async () => undefined,
  };
}

interface Rig {
  readonly keeper: Keeper;
  readonly clock: { at: number };
  /** When the store was told, ms. */
  readonly told: readonly number[];
}

function takenUp(): Rig {
  const [clock, told]: [{ at: number }, number[]] = [{ at: 0 }, []];
  const owned = {
    epoch: 2,
    saved: { position: "0", state: new Map() },
    commit: async () => undefined,
    resumed: async () => void told.push(clock.at),
  };
  return {
    keeper: openKeeper(owned, keeperOptionsFor(simulation, { clock: { now: () => clock.at } })),
    clock,
    told,
  };
}

async function until({ keeper, clock }: Rig, at: number): Promise<void> {
  for (let due = keeper.dueMs(); due !== null && clock.at + due <= at; due = keeper.dueMs()) {
    clock.at += due;
    await keeper.keepDue();
  }
  clock.at = at;
}

test("that what was provisional before is shown again is told once, and not before the bus has been caught up with", async () => {
  const one = takenUp();
  one.keeper.take(batch(0, 3, 7));
  await until(one, 30_000);
  expect(one.told).toEqual([]);
  one.keeper.take(batch(3, 6, 0));
  await until(one, 31_000);
  one.keeper.take(batch(6, 9, 0));
  await until(one, 90_000);
  expect(one.told).toEqual([30_000]);
});

test("where the bus tells nothing, what the state holds counts as all after a minute", async () => {
  const one = takenUp();
  await until(one, 200_000);
  expect(one.told).toEqual([60_000]);
});
