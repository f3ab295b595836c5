import { expect, test } from "vitest";
import type { Commit } from "../../../../processors/contract/index.ts";
import { openKeeper } from "../../../../processors/keeper/keeper.ts";
import type { Keeper } from "../../../../processors/keeper/keeping.ts";
import { createPseudonyms, isSealed } from "../../../../processors/pseudonyms/index.ts";
import { simulate } from "../../../simulation/index.ts";
import { keeperOptionsFor } from "../../../support/keeper-options.ts";
import { optionsFor } from "../../../support/live-partition.ts";
import { shipSimulation } from "../../../support/ship-simulation.ts";
import { smallScenario } from "../../../support/small-scenario.ts";

const simulation = simulate(smallScenario("calm-legacy", 4), 5);
const shipments = shipSimulation(simulation, { sliceBytes: 65_536 });

type State = ReadonlyMap<string, Uint8Array>;

interface Life {
  readonly keeper: Keeper;
  /** What the store holds after all is kept. */
  keep(): Promise<State>;
  readonly events: readonly string[];
}

/** A life on a state, with pseudonyms under a key; null: without. */
function live(state: State | null, key: string | null): Life {
  const kept = new Map(state);
  const events: string[] = [];
  const commit = async ({ checkpoint }: Commit): Promise<void> => {
    for (const [name, piece] of checkpoint?.state ?? [])
      if (piece === null) kept.delete(name);
      else kept.set(name, piece);
  };
  const pseudonyms =
    key === null ? {} : { pseudonyms: createPseudonyms({ users: true, devices: true, key }) };
  const keeper = openKeeper(
    { epoch: 1, saved: state === null ? null : { position: "1", state }, commit },
    keeperOptionsFor(simulation, {
      partition: { ...optionsFor(simulation), ...pseudonyms },
      onEvent: ({ type }) => events.push(type),
    }),
  );
  return {
    keeper,
    events,
    keep: async () => {
      await keeper.keepAll();
      return kept;
    },
  };
}

async function stateAfterAll(key: string | null): Promise<State> {
  const life = live(null, key);
  life.keeper.take({
    partition: "all",
    shipments: shipments.slice(0, -5),
    waiting: 0,
    position: "1",
    done: async () => undefined,
  });
  return await life.keep();
}

const key = "a-key-of-the-test-0123456789";
const fileId = simulation.files[0]?.path ?? "";

test("where users are hidden nothing of the state lies open, and it goes on with the same key", async () => {
  const state = await stateAfterAll(key);
  expect(state.size).toBeGreaterThan(2);
  expect([...state].filter(([, piece]) => !isSealed(piece))).toEqual([]);
  const { keeper, events } = live(state, key);
  const plain = live(await stateAfterAll(null), null);
  expect(events).toEqual([]);
  const offset = plain.keeper.partition.resumeAt(fileId)?.offset;
  expect(offset).toBeGreaterThan(0);
  expect(keeper.partition.resumeAt(fileId)?.offset).toBe(offset);
});

test("with another key, or none, it does not start anew but says which key is missing", async () => {
  const state = await stateAfterAll(key);
  for (const wrong of ["another-key-0123456789", null])
    expect(() => live(state, wrong)).toThrow(expect.objectContaining({ code: "store.sealed" }));
});

test("a sealed state that is damaged is made again from the logs, as any other", async () => {
  const state = new Map(await stateAfterAll(key));
  const piece = Uint8Array.from(state.get("pipeline") ?? []);
  piece[piece.length - 1] = (piece.at(-1) ?? 0) ^ 1;
  const { keeper, events } = live(state.set("pipeline", piece), key);
  expect(events).toEqual(["state-damaged"]);
  expect(keeper.partition.resumeAt(fileId)).toBeNull();
});

test("what lay open before anything was hidden is sealed with the next checkpoint, and still counts", async () => {
  const open = await stateAfterAll(null);
  const before = live(open, key);
  before.keeper.take({
    partition: "all",
    shipments: [],
    waiting: 0,
    position: "2",
    done: async () => undefined,
  });
  const state = await before.keep();
  expect([...state].filter(([, piece]) => !isSealed(piece))).toEqual([]);
  expect([...state.keys()].toSorted()).toEqual([...open.keys()].toSorted());
  const after = live(state, key).keeper.partition;
  expect(after.resumeAt(fileId)?.offset).toBeGreaterThan(0);
});
