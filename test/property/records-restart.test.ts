import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { recordBytesMax } from "../../processors/records/reader.ts";
import type { Reader, ReaderStart } from "../../processors/records/reader.ts";
import { openTextReader } from "../../processors/records/text-layer.ts";
import { openEventXmlReader } from "../../processors/records/windows-event/index.ts";
import { eventFiles, placeIn } from "../support/event-files.ts";
import { readInPieces, readWithRestarts, startOf } from "../support/read-records.ts";
import { encoded, everywhere, textEncodings, textFormats } from "../support/text-formats.ts";

/** A checkpoint holds the position and the context of each reader: what was held back is read again. */

function expectSame(
  open: (start: ReaderStart) => Reader,
  start: ReaderStart,
  input: Parameters<typeof readWithRestarts>[2],
): void {
  const whole = readInPieces(open(start), input.bytes);
  expect(readWithRestarts(open, start, input)).toEqual({ found: whole, position: input.bytes.length });
}

function everyCut(bytes: Uint8Array): number[] {
  return Array.from(bytes, (_, index) => index);
}

describe.each(textFormats)("a reader of $format that is opened where another one was", (format) => {
  const content = fc.array(fc.constantFrom(...format.pieces, ...format.pieces, ...everywhere), {
    maxLength: 12,
  });
  const cuts = fc.array(fc.nat({ max: 2_000 }), { maxLength: 12 });
  const file = fc.record({
    content,
    cuts,
    encoding: fc.constantFrom(...textEncodings),
    mark: fc.boolean(),
    extra: fc.boolean(),
  });
  const bytesOf = (
    parts: { content: string[]; mark: boolean; extra: boolean },
    name: (typeof textEncodings)[number],
  ) => encoded((parts.mark ? "\ufeff" : "") + parts.content.join(""), name, parts.extra);

  it("finds the rest of what that one would have found", () => {
    fc.assert(
      fc.property(file, (drawn) => {
        const bytes = bytesOf(drawn, drawn.encoding);
        expectSame(format.open, startOf(format.format, drawn.encoding), { bytes, cuts: drawn.cuts });
      }),
      { numRuns: 300 },
    );
  });

  it("does so at every byte", () => {
    fc.assert(
      fc.property(file, (drawn) => {
        const bytes = bytesOf(drawn, drawn.encoding);
        expectSame(format.open, startOf(format.format, drawn.encoding), { bytes, cuts: everyCut(bytes) });
      }),
      { numRuns: 15 },
    );
  });

  it("does so within entries that are too long to be held", () => {
    fc.assert(
      fc.property(file, fc.integer({ min: 8, max: 400 }), (drawn, bytesMax) => {
        const bytes = bytesOf(drawn, "utf-8");
        const open = (start: ReaderStart): Reader => openTextReader(start, format.grammar(start), bytesMax);
        expectSame(open, startOf(format.format), { bytes, cuts: drawn.cuts });
      }),
      { numRuns: 200 },
    );
  });

  it("does so in bytes that are no text", () => {
    const noise = fc.uint8Array({ maxLength: 400 });
    fc.assert(
      fc.property(noise, fc.constantFrom(...textEncodings), cuts, (bytes, encoding, at) => {
        expectSame(format.open, startOf(format.format, encoding), { bytes, cuts: at });
      }),
      { numRuns: 100 },
    );
  });
});

describe.each(eventFiles)("a reader of $name that is opened where another one was", (example) => {
  const start = startOf(example.file.format, example.file.encoding);
  const cuts = fc.array(placeIn(example), { maxLength: 12 });

  it("finds the rest of what that one would have found", () => {
    fc.assert(
      fc.property(cuts, (at) => expectSame(example.open, start, { bytes: example.bytes, cuts: at })),
      { numRuns: 60 },
    );
  });

  it("does so in damaged bytes", () => {
    const change = fc.record({ at: placeIn(example), byte: fc.nat({ max: 255 }) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), placeIn(example), cuts, (changes, end, at) => {
        const bytes = example.bytes.slice(0, end);
        for (const { at: place, byte } of changes) if (place < end) bytes[place] = byte;
        expectSame(example.open, start, { bytes, cuts: at });
      }),
      { numRuns: 60 },
    );
  });
});

describe.each(eventFiles.filter(({ name }) => name.startsWith("XML")))("$name", (example) => {
  it("is read the same when the reader changes at every byte", () => {
    const start = startOf(example.file.format, example.file.encoding);
    expectSame(openEventXmlReader, start, { bytes: example.bytes, cuts: everyCut(example.bytes) });
  });
});

it.each([
  ["an event", "<Event x='"],
  ["what is no event", "no event"],
])("a reader changes in the middle of %s of more than a megabyte", (_, opening) => {
  const long = Buffer.from(
    `${opening}${" ".repeat(2 * recordBytesMax + 9)}</Event><Event a='1'><System/></Event>`,
  );
  const cuts = [
    1,
    4,
    recordBytesMax - 3,
    recordBytesMax + 2,
    2 * recordBytesMax,
    long.length - 40,
    long.length - 2,
  ];
  for (const cut of [...cuts.map((at) => [at]), cuts])
    expectSame(openEventXmlReader, startOf("event-xml"), { bytes: long, cuts: cut });
});
