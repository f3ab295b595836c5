import { Buffer } from "node:buffer";
import fc from "fast-check";
import { expect, test } from "vitest";
import { eventRecordFrom } from "../../processors/records/windows-event/event-record.ts";
import { regularEvent } from "../../processors/records/windows-event/event-xml-regular.ts";
import { parseXml } from "../../processors/records/windows-event/parse-xml.ts";
import { eventFiles, placeIn } from "../support/event-files.ts";
import { xmlEvent } from "../support/event-xml.ts";
import type { XmlEvent } from "../support/event-xml.ts";
import { firstUncovered, readInSlices } from "../support/read-in-slices.ts";

test.each(eventFiles)(
  "$name: any cut of the bytes gives the same, and every byte is in one thing",
  (example) => {
    const whole = readInSlices(example.open, example.file, example.bytes);
    expect(whole.records.length).toBeGreaterThan(0);
    expect(firstUncovered(whole, example.bytes.length)).toBe(-1);
    fc.assert(
      fc.property(fc.array(placeIn(example), { maxLength: 12 }), (cuts) => {
        expect(readInSlices(example.open, example.file, example.bytes, cuts)).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  },
);

test.each(eventFiles.slice(1))("$name: byte by byte gives the same", (example) => {
  const cuts = Array.from(example.bytes, (_, index) => index);
  expect(readInSlices(example.open, example.file, example.bytes, cuts)).toEqual(
    readInSlices(example.open, example.file, example.bytes),
  );
});

test.each(eventFiles)("$name: damaged bytes never throw, and any cut of them gives the same", (example) => {
  const change = fc.record({ at: placeIn(example), bytes: fc.uint8Array({ minLength: 1, maxLength: 4 }) });
  const damage = fc.record({
    changes: fc.array(change, { minLength: 1, maxLength: 8 }),
    end: placeIn(example),
    cut: placeIn(example),
  });
  fc.assert(
    fc.property(damage, ({ changes, end, cut }) => {
      const bytes = Buffer.from(example.bytes);
      for (const { at, bytes: put } of changes) bytes.set(put.subarray(0, bytes.length - at), at);
      const torn = bytes.subarray(0, end % 3 === 0 ? end : bytes.length);
      const found = readInSlices(example.open, example.file, torn);
      expect(firstUncovered(found, torn.length)).toBe(-1);
      expect(readInSlices(example.open, example.file, torn, [cut])).toEqual(found);
    }),
    { numRuns: 150 },
  );
});

test.each(eventFiles)("$name: random bytes never throw, and every byte is in one thing", (example) => {
  const pieces = fc
    .constantFrom(
      "<Event ",
      "</Event>",
      "<Events>",
      "ElfChnk\0",
      "\0",
      "<",
      "{",
      "=",
      "\uFEFF",
      "<!DOCTYPE x>",
      "&a;",
    )
    .map((text) => Buffer.from(text));
  const noise = fc
    .array(fc.oneof(pieces, fc.uint8Array({ maxLength: 40 })), { maxLength: 40 })
    .map((parts) => Buffer.concat(parts));
  fc.assert(
    fc.property(noise, fc.nat(200), (bytes, cut) => {
      const found = readInSlices(example.open, example.file, bytes);
      expect(firstUncovered(found, bytes.length)).toBe(-1);
      expect(readInSlices(example.open, example.file, bytes, [cut])).toEqual(found);
    }),
    { numRuns: 200 },
  );
});

test("an event that is read the fast way is what the XML parser reads", () => {
  const text = fc.string({
    unit: fc.constantFrom(
      "a",
      "Z",
      "7",
      " ",
      "\n",
      "\r",
      "\t",
      "<",
      ">",
      "&",
      "'",
      '"',
      "é",
      "€",
      "😀",
      "{",
      "=",
      "/",
      "]",
    ),
  });
  const event: fc.Arbitrary<XmlEvent> = fc.record(
    {
      id: fc.nat(70_000),
      at: fc.constantFrom("2026-11-22T10:00:00.1234567Z", "2026-11-22T10:00:00Z", "2026-11-32T10:00:00Z"),
      quote: fc.constantFrom("'" as const, '"' as const),
      values: fc.array(fc.tuple(fc.constantFrom("", "Name", "a b", "é"), text), { maxLength: 4 }),
      message: text,
      correlation: fc.constantFrom(
        "{0F3D2C1B-AAAA-BBBB-CCCC-0123456789AB}",
        "{00000000-0000-0000-0000-000000000000}",
      ),
    },
    { requiredKeys: [] },
  );
  const edit = fc.record({
    at: fc.nat(3000),
    removed: fc.nat(2),
    put: fc.constantFrom(
      "",
      " ",
      "\n",
      "<",
      ">",
      "&",
      "'",
      '"',
      "/",
      "=",
      "a",
      "&lt;",
      "<!-- x -->",
      "<a/>",
      "<![CDATA[x]]>",
      "</Data>",
      "<Data>",
    ),
  });
  const place = { format: "event-xml", offset: 0, length: 0 } as const;
  let regular = 0;
  fc.assert(
    fc.property(event, fc.array(edit, { maxLength: 2 }), (wish, edits) => {
      let source = xmlEvent(wish);
      for (const { at, removed, put } of edits) {
        const index = at % source.length;
        source = source.slice(0, index) + put + source.slice(index + removed);
      }
      // As the reader hands it over: one event, with the line ends of XML.
      source = source.replace(/\r\n?/gu, "\n");
      const fast = regularEvent(source, place);
      if (fast === null) return;
      regular++;
      const tree = parseXml(source);
      expect(typeof tree === "string" ? tree : eventRecordFrom(tree, place)).toEqual(fast);
    }),
    { numRuns: 4000 },
  );
  expect(regular).toBeGreaterThan(1000);
});
