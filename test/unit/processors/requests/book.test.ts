import { describe, expect, it } from "vitest";
import type { Observation } from "../../../../processors/contract/index.ts";
import { createBook, defaultLimits } from "../../../../processors/requests/index.ts";
import type { BookLimits } from "../../../../processors/requests/index.ts";
import { feedBook } from "../../../support/feed-book.ts";
import { inFiles, legacyRequest, observed, row, startMs } from "../../../support/observed.ts";

const hour = 3_600_000;

function moved(observations: readonly Observation[], ms: number): Observation[] {
  return observations.map((one) => ({ ...one, at: one.at === null ? null : one.at + ms }));
}

describe("a book", () => {
  it("gives a request once it is final, and not before, also on a host that never rests", () => {
    const book = createBook();
    book.add(inFiles([...legacyRequest("1", 0, "A"), ...quiet(3000, hour)]));
    expect(book.advance(startMs + hour / 3)).toEqual([]);
    expect(book.advance(startMs + hour)).toHaveLength(1);
    expect(book.end()).toEqual([]);
  });

  it("gives nothing for nothing", () => {
    const book = createBook();
    expect([book.advance(startMs), book.end(), book.unbound.records, book.evicted()]).toEqual([[], [], 0, 0]);
  });

  it("joins what two hosts say of one request, by its identifier", () => {
    const keys = { transactionId: "A1" };
    const { requests } = feedBook([
      { add: inFiles([row("contact.pki-operation", { endAt: 600, tookMs: 600 }, { keys })]) },
      {
        add: inFiles([
          observed("android-device", "deliver.reply", { host: "phone1", at: 700, outcome: "ok", keys }),
        ]),
      },
    ]);
    expect(requests.map(({ host, evidence }) => [host, evidence.length])).toEqual([["ndes01", 2]]);
  });

  it("keeps the requests of two hosts apart, though they happen at one time", () => {
    const other = legacyRequest("1", 0, "A").map((one) => ({
      ...one,
      host: "ndes02",
      fileId: one.fileId.replace("ndes01", "ndes02"),
      keys: one.keys.map((key) => ({ ...key, value: key.value.replace("ndes01", "ndes02") })),
    }));
    const { requests } = feedBook([{ add: inFiles([...legacyRequest("1", 0, "A"), ...other]) }]);
    for (const { host, evidence } of requests) {
      expect(new Set(evidence.map(({ observation }) => observation.host))).toEqual(new Set([host]));
    }
    expect(requests).toHaveLength(2);
  });

  it.each([
    { name: "host records", kind: "host.pool-crashed", writer: "system" },
    { name: "events of the connector's host", kind: "host.connector-started", writer: "legacy-connector" },
    { name: "texts of unknown writers", kind: "run.note", writer: "other" },
    { name: "texts of the uploader", kind: "run.note", writer: "uploader" },
    { name: "a plug-in's text outside of a run's grammar", kind: "report.batch", writer: "uploader" },
  ] as const)("counts what belongs to no request: $name", ({ kind, writer }) => {
    const { requests, unbound } = feedBook([{ add: inFiles([observed(writer, kind)]) }]);
    expect([requests.length, unbound.records, [...unbound.byKind]]).toEqual([0, 1, [[kind, 1]]]);
  });
});

describe("memory is bounded by the window, not by what is read", () => {
  /** A request every 25 s: there are rests for each of the sources. */
  const everyMs = 25_000;

  /** Records that the book holds: those that went in, less those that came out. */
  function heldAfterEach(limits: BookLimits, rounds: number) {
    const book = createBook(limits);
    const held: number[] = [];
    let given = 0;
    let gone = 0;
    for (let round = 0; round < rounds; round += 1) {
      const observations = moved(legacyRequest(`${1400 + (round % 40)}`, 0, `F${round}`), round * everyMs);
      given += observations.length;
      book.add(observations.map((one, index) => ({ ...one, offset: round * 10_000 + index * 100 })));
      const requests = book.advance(startMs + round * everyMs);
      gone += requests.reduce((sum, { evidence }) => sum + evidence.length, 0);
      held.push(given - gone - book.unbound.records);
    }
    return { held, evicted: book.evicted() };
  }

  /** What comes in two hours: no source is waited for longer, however little there is of it. */
  const waiting = ((2 * hour) / everyMs) * 17;

  it("with a lifetime that passes: what is over has left", () => {
    const { held, evicted } = heldAfterEach({ ...defaultLimits, lifetimeMs: 60_000 }, 1500);
    expect(Math.max(...held)).toBeLessThanOrEqual(waiting);
    expect(evicted).toBe(0);
  });

  it("with a lifetime that never passes: the quietest leave, and are counted", () => {
    const never = 1000 * hour;
    const limits = { ...defaultLimits, lifetimeMs: never, reportedMs: never, observationsMax: 2000 };
    const { held, evicted } = heldAfterEach(limits, 1500);
    expect(Math.max(...held)).toBeLessThanOrEqual(limits.observationsMax + waiting);
    expect(evicted).toBeGreaterThan(0);
  });

  it("what left early is a request like any other, with all that had come for it", () => {
    const limits = { ...defaultLimits, lifetimeMs: 1000 * hour, observationsMax: 100 };
    const all = Array.from({ length: 50 }, (_, index) =>
      legacyRequest(`${index}`, index * 5000, `F${index}`),
    ).flat();
    const { requests, evicted } = feedBook([{ add: inFiles(all) }], limits);
    expect(requests).toHaveLength(50);
    expect(requests.map(({ evidence }) => evidence.length)).toEqual(requests.map(() => 17));
    expect(evicted).toBe(0);
  });
});

/** Texts of one idle thread, which only show that time goes on. */
function quiet(count: number, overMs: number): Observation[] {
  return Array.from({ length: count }, (_, index) =>
    observed("crp", "run.note", { at: 10_000 + (index * overMs) / count, thread: "idle" }),
  );
}
