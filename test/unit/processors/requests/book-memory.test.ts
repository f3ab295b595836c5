import { deserialize, serialize } from "node:v8";
import { describe, expect, it } from "vitest";
import type { BookState } from "../../../../processors/requests/index.ts";
import { createBook, defaultLimits } from "../../../../processors/requests/index.ts";
import type { Book } from "../../../../processors/requests/index.ts";
import { inFiles, legacyRequest, observed, pluginRun, row, startMs } from "../../../support/observed.ts";

const minute = 60_000;

function savedOf(book: Book): BookState {
  const saved: BookState = deserialize(serialize(book.save()));
  return saved;
}

describe("a book that is restored", () => {
  it("still knows which operations have come out, and binds no later call to them", () => {
    // Two operations fit two runs equally and are bound to none; the calls before operations never rest, and are decided later.
    const client = (name: string): { keys: { clientIp: string; userAgent: string } } => ({
      keys: { clientIp: name, userAgent: "device" },
    });
    const observations = inFiles([
      ...["a", "b"].flatMap((name) => [
        row("contact.capabilities", { endAt: 1000, tookMs: 1 }, client(name)),
        ...pluginRun(name, { at: 5000, returnedAt: 5300 }),
        row("contact.pki-operation", { endAt: 6000, tookMs: 1500 }, client(name)),
      ]),
      ...Array.from({ length: 130 }, (_, index) =>
        row("contact.capabilities", { endAt: 16_000 + index * 10_000, tookMs: 1 }, client(`${index}`)),
      ),
    ]);
    const outcomeOf = (isKilled: boolean): unknown => {
      let book = createBook();
      book.add(observations);
      expect(book.advance(startMs + 20 * minute)).toEqual([]);
      expect(book.unbound.byKind.get("contact.pki-operation")).toBe(2);
      if (isKilled) book = createBook(defaultLimits, savedOf(book));
      const bound = book.end().reduce((sum, { evidence }) => sum + evidence.length, 0);
      expect(bound + book.unbound.records).toBe(observations.length);
      return book.unbound;
    };
    expect(outcomeOf(true)).toEqual(outcomeOf(false));
  });

  it("does not hold on to the bytes that it was decoded from", () => {
    const book = createBook();
    book.add(
      inFiles([...legacyRequest("1", 0, "A"), row("contact.capabilities", { endAt: 2_000_000, tookMs: 1 })]),
    );
    book.add(inFiles([observed("crp", "run.note", { at: 4_000_000, thread: "x" })]));
    book.advance(startMs + 70 * minute);
    const state = createBook(defaultLimits, savedOf(book)).save();
    const host = state.hosts.get("ndes01");
    const latencies = [...Object.values(host?.learned ?? {}), ...Object.values(host?.prelude ?? {})].flatMap(
      ({ before, after, coreBefore, coreAfter }) => [before, after, coreBefore, coreAfter],
    );
    expect(latencies.length).toBeGreaterThan(30);
    for (const { counts } of latencies) expect(counts.buffer.byteLength).toBe(counts.byteLength);
  });
});
