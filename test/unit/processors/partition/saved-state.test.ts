import { describe, expect, test } from "vitest";
import { encodePiece, packPiece, readPiece } from "../../../../processors/partition/saved-state.ts";
import type { StateSteps } from "../../../../processors/partition/state-steps.ts";

test.each([
  ["small", 1],
  ["large", 50_000],
])("a %s piece comes back as it was, packed or not, with its identities", async (_, count) => {
  const observation = { name: "one observation" };
  const piece = { list: Array.from({ length: count }, () => ({ observation })), again: observation };
  for (const kept of [encodePiece(piece), await packPiece(encodePiece(piece))]) {
    const restored: typeof piece = readPiece("any", kept);
    expect(restored).toEqual(piece);
    expect(restored.list[0]?.observation).toBe(restored.again);
  }
});

test("a large piece is kept in a tenth of its bytes, and those that were packed go back at once", async () => {
  const plain = encodePiece(Array.from({ length: 10_000 }, (_, number) => ({ host: "ndes01", number })));
  const { length } = plain;
  expect((await packPiece(plain)).length).toBeLessThan(length / 5);
  expect([plain.length, plain.buffer.byteLength]).toEqual([0, 0]);
});

describe("versions", () => {
  const steps: StateSteps = {
    first: 5,
    later: [(name, piece) => [name, 6, piece], (name, piece) => [name, 7, piece]],
  };

  test.each([
    [5, ["pipeline", 7, ["pipeline", 6, "kept"]]],
    [6, ["pipeline", 7, "kept"]],
    [7, "kept"],
  ])("a piece of version %d goes through the steps that are later, in order", async (version, wanted) => {
    expect(readPiece("pipeline", encodePiece("kept", version), steps)).toEqual(wanted);
  });

  test("what the first of them no longer reads is an error that names it", () => {
    expect(() => readPiece("pipeline", encodePiece("kept", 4), steps)).toThrow("it was kept as version 4");
  });

  const laterNode = Buffer.from(encodePiece("kept", 7));
  laterNode[laterNode.indexOf(0xff) + 1] = 99;
  test.each([
    ["what it holds", encodePiece("kept", 8), "(its version is 8, this one knows 7)"],
    ["how it is packed", Buffer.from("scepscope packed 2\nkept"), "(packed 2)"],
    ["how Node writes it", laterNode, "later version"],
  ])("what is of a later version is refused as that, whatever else it is: %s", (_, bytes, says) => {
    const refused = expect.objectContaining({
      code: "store.newer",
      retryable: false,
      message: expect.stringContaining(says),
    });
    expect(() => readPiece("pipeline", bytes, steps)).toThrow(refused);
  });

  test.each([Buffer.alloc(0), Buffer.from("whatever"), Buffer.from("scepscope state seven\n")])(
    "what this program did not write is damaged, not newer",
    (bytes) => {
      expect(() => readPiece("pipeline", bytes, steps)).toThrow("it is nothing that this program wrote");
    },
  );
});
