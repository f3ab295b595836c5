import { describe, expect, test } from "vitest";

import { scepMessage } from "../../simulation/formats/scep-message.ts";
import { createRandom } from "../../simulation/random.ts";

/** Walks one TLV at `at`; returns its end. Knows nothing but tags and lengths. */
function endOf(bytes: Buffer, at: number): number {
  const tag = bytes[at] ?? 0;
  const first = bytes[at + 1] ?? 0;
  const wide = first > 0x80 ? first - 0x80 : 0;
  const start = at + 2 + wide;
  if (first !== 0x80) {
    const length = wide === 0 ? first : bytes.readUIntBE(at + 2, wide);
    if ((tag & 0x20) !== 0) for (let inner = start; inner < start + length;) inner = endOf(bytes, inner);
    return start + length;
  }
  let inner = start;
  while (bytes.readUInt16BE(inner) !== 0) inner = endOf(bytes, inner);
  return inner + 2;
}

describe("a simulated SCEP message", () => {
  test.each([
    ["ber", /^MIAG/],
    ["der", /^MII/],
  ] as const)(
    "in %s is one well-formed value that carries its transaction id and type in clear",
    (form, start) => {
      const bytes = scepMessage(
        { transactionId: "0AB1C2", messageType: "19", form, encryptedBytes: 1500 },
        createRandom(1),
      );
      expect(bytes.toString("base64")).toMatch(start);
      expect(endOf(bytes, 0)).toBe(bytes.length);
      const attribute = Buffer.concat([
        Buffer.from("060a6086480186f8450109073108", "hex"),
        Buffer.from([0x13, 6]),
        Buffer.from("0AB1C2"),
      ]);
      expect(bytes.includes(attribute)).toBe(true);
      expect(bytes.includes(Buffer.from("060a6086480186f845010902310413023139", "hex"))).toBe(true);
    },
  );
});
