import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formats } from "../../collectors/contract/index.ts";
import type { Reader } from "../../processors/records/reader.ts";
import { openTextReader } from "../../processors/records/text-layer.ts";
import { flawOf, nothingFound, readInPieces, startOf } from "../support/read-records.ts";
import { encoded, everywhere, textEncodings, textFormats } from "../support/text-formats.ts";

it("each format of text is tried (test/support/text-formats.ts); those of binary and of whole elements or files have tests of their own", () => {
  const others: readonly string[] = ["evtx", "event-xml", "status-file"];
  const tried = new Set<string>(textFormats.map(({ format }) => format));
  expect(formats.filter((format) => !tried.has(format))).toEqual(others);
});

describe.each(textFormats)("any cut of $format into slices", ({ format, open, grammar, pieces }) => {
  const content = fc.array(fc.constantFrom(...pieces, ...pieces, ...everywhere), { maxLength: 12 });
  const cuts = fc.array(fc.nat({ max: 2_000 }), { maxLength: 12 });
  const encoding = fc.constantFrom(...textEncodings);

  it("gives the same records, rejects and regions, and they cover every byte once", () => {
    const cutFile = fc.record({ content, cuts, encoding, mark: fc.boolean(), extra: fc.boolean() });
    fc.assert(
      fc.property(cutFile, ({ content: parts, cuts: at, encoding: name, mark, extra }) => {
        const bytes = encoded((mark ? "\ufeff" : "") + parts.join(""), name, extra);
        const start = startOf(format, name);
        const whole = readInPieces(open(start), bytes);
        expect(flawOf(whole, bytes.length)).toBeNull();
        expect(readInPieces(open(start), bytes, at)).toEqual(whole);
      }),
      { numRuns: 400 },
    );
  });

  it("gives the same when each slice is one byte", () => {
    fc.assert(
      fc.property(content, encoding, (parts, name) => {
        const bytes = encoded(parts.join(""), name, false);
        const start = startOf(format, name);
        const single = Array.from({ length: bytes.length }, (_, index) => index);
        expect(readInPieces(open(start), bytes, single)).toEqual(readInPieces(open(start), bytes));
      }),
      { numRuns: 25 },
    );
  });

  it("gives the same where entries are too long to be held", () => {
    fc.assert(
      fc.property(content, cuts, fc.integer({ min: 8, max: 400 }), (parts, at, bytesMax) => {
        const bytes = encoded(parts.join(""), "utf-8", false);
        const start = startOf(format);
        const reader = (): Reader => openTextReader(start, grammar(start), bytesMax);
        const whole = readInPieces(reader(), bytes);
        expect(flawOf(whole, bytes.length)).toBeNull();
        expect(readInPieces(reader(), bytes, at)).toEqual(whole);
      }),
      { numRuns: 400 },
    );
  });

  it("survives random bytes and mutations, and still covers every byte once", () => {
    const mutation = fc.record({ at: fc.nat({ max: 2_000 }), byte: fc.nat({ max: 255 }) });
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.tuple(content, fc.array(mutation, { maxLength: 8 })).map(([parts, changes]) => {
        const bytes = encoded(parts.join(""), "utf-8", false);
        for (const { at, byte } of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte;
        return bytes;
      }),
    );
    fc.assert(
      fc.property(noise, encoding, cuts, (bytes, name, at) => {
        const start = startOf(format, name);
        const whole = readInPieces(open(start), bytes);
        expect(flawOf(whole, bytes.length)).toBeNull();
        expect(readInPieces(open(start), bytes, at)).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });

  it("reads the rest identically from any record border with the context of that place", () => {
    fc.assert(
      fc.property(content, fc.nat(), (parts, pick) => {
        const bytes = encoded(parts.join(""), "utf-8", false);
        const start = startOf(format);
        const whole = readInPieces(open(start), bytes);
        const border = whole.records[pick % Math.max(1, whole.records.length)]?.offset ?? 0;
        const before = open(start);
        before.read(bytes.slice(0, border), nothingFound());
        const resumed = open({ ...start, offset: border, context: before.context() });
        const rest = readInPieces(resumed, bytes.slice(border));
        expect(rest.records).toEqual(whole.records.filter((record) => record.offset >= border));
      }),
      { numRuns: 200 },
    );
  });
});
