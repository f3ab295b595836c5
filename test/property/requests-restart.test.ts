import { deserialize, serialize } from "node:v8";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Observation } from "../../processors/contract/index.ts";
import { createBook } from "../../processors/requests/index.ts";
import type { Book, BookLimits, BookState } from "../../processors/requests/index.ts";
import { simulate } from "../simulation/index.ts";
import { linesOf, placeOf } from "../support/feed-book.ts";
import type { Outcome, Step } from "../support/feed-book.ts";
import { inStep } from "../support/interleave.ts";
import { observeSimulation } from "../support/observe-simulation.ts";
import { scenarioNames, smallScenario } from "../support/small-scenario.ts";

/** A book that is saved and restored at any time goes on as if nothing had happened. */

const crowded: BookLimits = { lifetimeMs: 3_600_000, reportedMs: 600_000, observationsMax: 120 };

describe.each(scenarioNames)("a book of %s that is killed and restored", (name) => {
  const files = observeSimulation(simulate(smallScenario(name, 25), 11)).map((file) => file.observations);
  const steps = inStep(
    files.map((file) => file.toSorted(byTime)),
    9,
  );
  const kills = fc.array(fc.nat({ max: steps.length - 1 }), { minLength: 1, maxLength: 5 });

  it.each([
    { what: "with room", limits: undefined },
    { what: "with little room", limits: crowded },
  ])("gives the same requests in the same order, $what", ({ limits }) => {
    const expected = run(steps, new Set(), limits);
    fc.assert(
      fc.property(kills, (at) => {
        const outcome = run(steps, new Set(at), limits);
        expect(outcome.requests.map(({ id }) => id)).toEqual(expected.requests.map(({ id }) => id));
        expect(linesOf(outcome)).toEqual(linesOf(expected));
      }),
      { numRuns: 3, seed: 20_261_128, endOnFailure: true },
    );
  });

  it("knows what is in flight: all that was added and has not come out", () => {
    const book = createBook();
    let added = 0;
    let out = 0;
    for (const [index, step] of steps.entries()) {
      if ("add" in step) {
        book.add(step.add);
        added += step.add.length;
      } else for (const { evidence } of book.advance(step.advance)) out += evidence.length;
      if (index % 16 > 0) continue;
      const inFlight = placesOf(book.inFlight());
      expect(inFlight.length + out + book.unbound.records).toBe(added);
      expect(new Set(inFlight).size).toBe(inFlight.length);
      const restored = restoredOf(book);
      expect(placesOf(restored.inFlight())).toEqual(inFlight);
      expect(restored.doneThrough()).toBe(book.doneThrough());
    }
    book.end();
    expect([...book.inFlight()]).toEqual([]);
  });
});

function run(steps: readonly Step[], kills: ReadonlySet<number>, limits: BookLimits | undefined): Outcome {
  let book = createBook(limits);
  const requests: Outcome["requests"][number][] = [];
  for (const [index, step] of steps.entries()) {
    if ("add" in step) book.add(step.add);
    else requests.push(...book.advance(step.advance));
    if (kills.has(index)) book = restoredOf(book, limits);
  }
  requests.push(...book.end());
  return { requests, unbound: book.unbound, evicted: book.evicted() };
}

function restoredOf(book: Book, limits?: BookLimits): Book {
  const bytes = serialize(book.save());
  const saved: BookState = deserialize(bytes);
  const restored = createBook(limits, saved);
  // What was decoded from may be used for something else at once.
  bytes.fill(0xff);
  return restored;
}

function placesOf(observations: Iterable<Observation>): string[] {
  return [...observations].map((observation) => placeOf(observation)).toSorted();
}

function byTime(a: Observation, b: Observation): number {
  return (a.at ?? Number.MAX_VALUE) - (b.at ?? Number.MAX_VALUE);
}
