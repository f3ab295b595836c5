import { expect, test } from "vitest";
import { createPseudonyms, isSealed } from "../../../../processors/pseudonyms/index.ts";
import type { Pseudonyms } from "../../../../processors/pseudonyms/index.ts";

const sealOf = (key: string): Pseudonyms["seal"] =>
  createPseudonyms({ users: true, devices: true, key }).seal;
const seal = sealOf("a-key-of-the-test-0123456789");
const piece = Buffer.from("alice@contoso.test waits");

test("what is sealed comes back with the same key, and shows nothing of what it holds", () => {
  const closed = seal.close("pipeline", piece);
  expect(Buffer.from(closed).includes("alice")).toBe(false);
  expect([isSealed(closed), isSealed(piece)]).toEqual([true, false]);
  expect(Buffer.from(seal.open("pipeline", closed))).toEqual(piece);
  expect(Buffer.from(seal.close("pipeline", piece))).not.toEqual(Buffer.from(closed));
});

test("another key is told from damage, and says what to do", () => {
  const closed = seal.close("pipeline", piece);
  expect(() => sealOf("another-key-0123456789").open("pipeline", closed)).toThrow(
    expect.objectContaining({ code: "store.sealed", retryable: false }),
  );
  for (const at of [closed.length - 1, 40, 30]) {
    const damaged = Uint8Array.from(closed);
    damaged[at] = (damaged[at] ?? 0) ^ 1;
    expect(() => seal.open("pipeline", damaged)).toThrow(
      expect.not.objectContaining({ code: "store.sealed" }),
    );
  }
  expect(() => seal.open("pipeline", closed.subarray(0, 40))).toThrow(/tag/i);
});

test("a piece does not open in the place of another", () => {
  expect(() => seal.open("metrics/fleet", seal.close("pipeline", piece))).toThrow(/authenticate/);
});
