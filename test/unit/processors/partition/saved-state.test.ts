import { deserialize } from "node:v8";
import { expect, test } from "vitest";
import { encodePiece, packPiece, pieceBody } from "../../../../processors/partition/saved-state.ts";

test.each([
  ["small", 1],
  ["large", 50_000],
])("a %s piece comes back as it was, packed or not, with its identities", async (_, count) => {
  const observation = { name: "one observation" };
  const piece = { list: Array.from({ length: count }, () => ({ observation })), again: observation };
  const plain = encodePiece(piece);
  for (const kept of [plain, await packPiece(plain)]) {
    const restored: typeof piece = deserialize(pieceBody(kept) ?? new Uint8Array());
    expect(restored).toEqual(piece);
    expect(restored.list[0]?.observation).toBe(restored.again);
  }
});

test("a large piece is kept in a tenth of its bytes", async () => {
  const plain = encodePiece(Array.from({ length: 10_000 }, (_, number) => ({ host: "ndes01", number })));
  expect((await packPiece(plain)).length).toBeLessThan(plain.length / 5);
});

test("what another version wrote is none of ours", () => {
  expect(pieceBody(Buffer.from("scepscope state 0\nwhatever"))).toBe(null);
  expect(pieceBody(Buffer.alloc(0))).toBe(null);
});
