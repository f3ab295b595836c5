import { expect, test } from "vitest";
import { rebuilding } from "../../../../deploy/up/rebuilding.ts";
import { StoreFailed } from "../../../../processors/contract/index.ts";
import { createLog } from "../../../../deploy/runtime/log.ts";

const damaged = new StoreFailed("store.damaged", "it is damaged");

interface Trial {
  readonly ended: Promise<void>;
  readonly told: readonly string[];
  readonly waits: readonly number[];
  readonly runs: () => number;
}

function trial(outcomes: readonly (Error | null)[], signal = new AbortController().signal): Trial {
  const told: string[] = [];
  const waits: number[] = [];
  const log = createLog({
    level: "info",
    format: "json",
    isColourful: false,
    write: (line) => void told.push(line),
    now: () => 0,
    secrets: [],
  });
  let runs = 0;
  const wake = async (ms: number): Promise<void> => void waits.push(ms);
  const ended = rebuilding({ log, wake, signal }, async () => {
    const outcome = outcomes[runs] ?? null;
    runs += 1;
    if (outcome !== null) throw outcome;
  });
  return { ended, told, waits, runs: () => runs };
}

test("a store that was damaged beneath the pipeline is built again, and that is told with the reason", async () => {
  const { ended, told, waits, runs } = trial([damaged, null]);
  await ended;
  expect([runs(), waits.length]).toEqual([2, 1]);
  expect(JSON.parse(told[0] ?? "")).toMatchObject({ level: "error", error: "it is damaged", rebuilds: 1 });
});

test.each([new StoreFailed("store.newer", "written by a later version"), new TypeError("our own mistake")])(
  "what cannot get better by reading again ends it: %s",
  async (error) => {
    const { ended, runs } = trial([error]);
    await expect(ended).rejects.toBe(error);
    expect(runs()).toBe(1);
  },
);

test("a disk that damages it again and again is given up", async () => {
  const { ended, runs } = trial(Array.from({ length: 99 }, () => damaged));
  await expect(ended).rejects.toBe(damaged);
  expect(runs()).toBe(6);
});

test("who is stopped does not begin anew", async () => {
  const { ended, runs } = trial([damaged, null], AbortSignal.abort());
  await expect(ended).rejects.toBe(damaged);
  expect(runs()).toBe(1);
});
