import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  decodeMessage,
  encodeShipment,
  encodings,
  formats,
  messageRejections,
  originOf,
  sourceConditions,
} from "../../collectors/contract/index.ts";
import type { ForeignMessage, Shipment } from "../../collectors/contract/index.ts";
import { madeReport, madeSlice } from "../support/made-shipments.ts";

const text = fc.string({ unit: "grapheme", maxLength: 40 });
const ms = fc.oneof(fc.integer(), fc.constant(1_764_000_000_000.5));
const position = fc.maxSafeNat().map((number) => Math.floor(number / 2));

const slice: fc.Arbitrary<Shipment> = fc.record({
  type: fc.constant("slice" as const),
  source: text,
  context: text,
  readAt: ms,
  floor: fc.option(ms, { nil: null }),
  slice: fc.record({
    offset: position,
    bytes: fc.uint8Array({ maxLength: 300 }),
    end: fc.boolean(),
    file: fc.record(
      {
        id: text,
        host: text,
        isHostGiven: fc.constant(true as const),
        path: text,
        format: fc.constantFrom(...formats),
        encoding: fc.constantFrom(...encodings),
        modifiedAt: fc.option(ms, { nil: null }),
      },
      { requiredKeys: ["id", "host", "path", "format", "encoding", "modifiedAt"] },
    ),
  }),
});

const report: fc.Arbitrary<Shipment> = fc.record(
  {
    type: fc.constant("sources" as const),
    host: text,
    readAt: ms,
    collector: text,
    sources: fc.array(
      fc.record(
        {
          name: text,
          format: fc.option(fc.constantFrom(...formats)),
          condition: fc.constantFrom(...sourceConditions),
          detail: text,
          files: fc.nat(),
          bytesShipped: position,
          bytesBehind: position,
          changedAt: fc.option(fc.integer()),
          waitsFrom: fc.integer(),
        },
        {
          requiredKeys: [
            "name",
            "format",
            "condition",
            "detail",
            "files",
            "bytesShipped",
            "bytesBehind",
            "changedAt",
          ],
        },
      ),
      { maxLength: 5 },
    ),
  },
  { requiredKeys: ["type", "host", "readAt", "sources"] },
);

describe("a shipment on the wire", () => {
  it("comes back as it was", () => {
    fc.assert(
      fc.property(fc.oneof(slice, report), (shipment) => {
        expect(decodeMessage(asForeign(shipment))).toEqual({ type: "shipment", shipment });
      }),
    );
  });

  it("does not keep the message alive that it came in", () => {
    const message = asForeign(madeSlice("ndes01", 3));
    const decoded = decodeMessage(message);
    message.value?.fill(0);
    expect(decoded).toEqual({ type: "shipment", shipment: madeSlice("ndes01", 3) });
  });

  it("whatever else is written there gives a reason from the list, and never throws", () => {
    const bytes = fc.uint8Array({ maxLength: 60 });
    const header = fc.oneof(
      text,
      bytes,
      fc.array(fc.oneof(text, bytes), { maxLength: 3 }),
      fc.constant(undefined),
    );
    const name = fc.oneof(
      text,
      fc.constantFrom("scepscope", "format", "host", "offset", "end", "read-at", "__proto__", "constructor"),
    );
    const message = fc.record({
      key: fc.option(bytes),
      value: fc.option(bytes),
      headers: fc.oneof(fc.constant(undefined), fc.dictionary(name, header)),
    });
    fc.assert(
      fc.property(message, (foreign) => {
        const decoded = decodeMessage(foreign);
        if (decoded.type === "rejected") expect(messageRejections).toContain(decoded.reason);
      }),
      { numRuns: 1000 },
    );
  });

  it("with one header changed it is what it was, or is rejected", () => {
    const valid = fc.oneof(slice, report).map((shipment) => asForeign(shipment));
    const change = fc.oneof(text, fc.constant(undefined), fc.constant(["1", "1"]), fc.constant("-1"));
    fc.assert(
      fc.property(valid, fc.nat(), change, (message, index, value) => {
        const names = Object.keys(message.headers ?? {});
        const name = names[index % names.length] ?? "";
        const decoded = decodeMessage({ ...message, headers: { ...message.headers, [name]: value } });
        if (decoded.type === "rejected") expect(messageRejections).toContain(decoded.reason);
        else expect(decoded.shipment.type).toMatch(/^(?:slice|sources)$/);
      }),
      { numRuns: 500 },
    );
  });
});

describe("each way of being no shipment has its reason", () => {
  const good = asForeign(madeSlice("ndes01", 1));
  const told = asForeign(madeReport("ndes01", 1));
  const headers = good.headers ?? {};
  it.each<readonly [says: string, reason: string, message: ForeignMessage]>([
    ["no headers at all", "message.foreign", { ...good, headers: undefined }],
    ["headers of somebody else", "message.foreign", { ...good, headers: { traceparent: "00-1" } }],
    ["a later form", "message.version", { ...good, headers: { ...headers, scepscope: "2 slice" } }],
    [
      "no shipment that is known",
      "message.header",
      { ...good, headers: { ...headers, scepscope: "1 tree" } },
    ],
    ["a header twice", "message.header", { ...good, headers: { ...headers, host: ["ndes01", "ndes01"] } }],
    ["an unknown format", "message.header", { ...good, headers: { ...headers, format: "syslog" } }],
    ["a position that is none", "message.header", { ...good, headers: { ...headers, offset: "0x10" } }],
    ["another host's key", "message.header", { ...good, key: Buffer.from("ndes02") }],
    ["a value that is deleted", "message.value", { ...good, value: null }],
    ["fewer bytes than it says", "message.value", { ...good, value: good.value?.subarray(1) ?? null }],
    ["a report that is no JSON", "message.value", { ...told, value: Buffer.from("[{") }],
    ["a report of something else", "message.value", { ...told, value: Buffer.from('[{"name":1}]') }],
  ])("%s: %s", (_, reason, message) => {
    expect(decodeMessage(message)).toMatchObject({ type: "rejected", reason });
  });
});

test("a trace context is read where it is one, and is never a reason to reject", () => {
  const origin = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  const message = asForeign(madeSlice("ndes01", 1));
  const shipment = decodeMessage(message);
  for (const value of [origin, Buffer.from(origin)]) expect(originOf({ traceparent: value })).toBe(origin);
  const strange = fc.oneof(
    fc.string(),
    fc.uint8Array(),
    fc.constant(undefined),
    fc.constant([origin, origin]),
  );
  fc.assert(
    fc.property(strange, (traceparent) => {
      expect(originOf({ traceparent })).toBeNull();
      expect(decodeMessage({ ...message, headers: { ...message.headers, traceparent } })).toEqual(shipment);
    }),
  );
});

test("what is processed together has the key of its site, and keeps its host", () => {
  fc.assert(
    fc.property(fc.oneof(slice, report), (shipment) => {
      const message = asForeign(shipment, "north");
      expect(message.key).toEqual(Buffer.from("north"));
      expect(decodeMessage(message)).toEqual({ type: "shipment", shipment });
      expect(decodeMessage({ ...message, key: Buffer.from("south") })).toMatchObject({
        reason: "message.header",
      });
    }),
  );
});

/** As a client of Kafka gives it. */
function asForeign(shipment: Shipment, site: string = ""): ForeignMessage {
  const { key, value, headers } = encodeShipment(shipment, site);
  const written = Object.entries(headers).map(([name, words]) => [name, Buffer.from(words)] as const);
  return { key: Buffer.from(key), value: Buffer.from(value), headers: Object.fromEntries(written) };
}
