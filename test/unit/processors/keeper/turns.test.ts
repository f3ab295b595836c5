import { expect, test } from "vitest";

import type { Batch } from "../../../../collectors/contract/index.ts";
import { turns } from "../../../../processors/keeper/turns.ts";

const batch = (position: string): Batch => ({
  partition: "all",
  shipments: [],
  position,
  waiting: 0,
  done: () => Promise.resolve(),
});

test("batches come as they are, and what is due comes between them", async () => {
  const second = Promise.withResolvers<Batch>();
  async function* source(): AsyncGenerator<Batch> {
    yield batch("1");
    yield await second.promise;
  }
  const wakes: (() => void)[] = [];
  const wake = (): Promise<void> => new Promise((resolve) => wakes.push(resolve));
  const seen: string[] = [];
  for await (const turn of turns(source(), () => 5, wake)) {
    seen.push(turn.type === "batch" ? turn.batch.position : "tick");
    if (seen.length === 1) queueMicrotask(() => setImmediate(() => wakes.at(-1)?.()));
    if (seen.length === 2) second.resolve(batch("2"));
  }
  expect(seen).toEqual(["1", "tick", "2"]);
});

test("with nothing due it waits for the next batch", async () => {
  async function* source(): AsyncGenerator<Batch> {
    yield batch("1");
  }
  const seen: string[] = [];
  const wake = (): Promise<void> => Promise.reject(new Error("nobody should wait"));
  for await (const turn of turns(source(), () => null, wake)) seen.push(turn.type);
  expect(seen).toEqual(["batch"]);
});

test("what the source fails with ends the turns", async () => {
  async function* source(): AsyncGenerator<Batch> {
    yield batch("1");
    throw new Error("the bus is gone");
  }
  const all = async (): Promise<void> => {
    for await (const turn of turns(
      source(),
      () => null,
      async () => {},
    ))
      expect(turn.type).toBe("batch");
  };
  await expect(all()).rejects.toThrow("the bus is gone");
});
