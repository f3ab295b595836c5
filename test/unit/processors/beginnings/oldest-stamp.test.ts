import { expect, it } from "vitest";
import type { Format, Slice } from "../../../../collectors/contract/index.ts";
import { oldestStamp } from "../../../../processors/beginnings/oldest-stamp.ts";

const start = Date.UTC(2026, 10, 22, 10, 0, 0);

function sliceOf(format: Format, bytes: Uint8Array): Slice {
  const file = { id: "f", host: "", path: "f", format, encoding: "utf-8", modifiedAt: null } as const;
  return { file, offset: 0, bytes, end: true };
}

const event = (second: string): string =>
  `<Event><System><TimeCreated SystemTime='2026-11-22T10:00:${second}.5000000Z'/></System></Event>`;

const encode = {
  "utf-8": (text: string) => Buffer.from(text),
  "utf-16le": (text: string) => Buffer.from(text, "utf16le"),
  "utf-16be": (text: string) => Buffer.from(text, "utf16le").swap16(),
};

it.each(["utf-8", "utf-16le", "utf-16be"] as const)(
  "of events exported newest first it is that of the last one: %s",
  (encoding) => {
    const text = `<Events>${event("30")}${event("20")}${event("10")}</Events>`;
    expect(oldestStamp(sliceOf("event-xml", encode[encoding](text)))).toEqual({
      firstMs: start + 30_000,
      oldestMs: start + 10_000,
    });
  },
);

it("of binary records it is the least of their written times", () => {
  const record = (ms: number): Buffer => {
    const bytes = Buffer.alloc(64);
    bytes.write("**", 0, "latin1");
    bytes.writeBigUInt64LE(BigInt(ms) * 10_000n + 116_444_736_000_000_000n, 16);
    return bytes;
  };
  const bytes = Buffer.concat([record(start + 9000), record(start), record(start + 5000)]);
  expect(oldestStamp(sliceOf("evtx", bytes))).toEqual({ firstMs: start + 9000, oldestMs: start });
});

it("what is no stamp, or is cut, is passed over", () => {
  const text = `SystemTime=2026 SystemTime="20x6-01-01T00:00:00" ${event("40")} SystemTime="2026-11-22T10:00:1`;
  expect(oldestStamp(sliceOf("event-xml", Buffer.from(text)))).toEqual({
    firstMs: start + 40_000,
    oldestMs: start + 40_000,
  });
});

it("a slice without events has none", () => {
  expect(oldestStamp(sliceOf("event-xml", Buffer.from("<Events>")))).toBeNull();
});
