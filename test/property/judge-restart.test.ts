import { deserialize, serialize } from "node:v8";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SourceNote } from "../../processors/causes/index.ts";
import type { Observation, Request } from "../../processors/contract/index.ts";
import { createJudge } from "../../processors/judge/judge.ts";
import type { Judge, JudgeState } from "../../processors/judge/judge.ts";
import { createBook } from "../../processors/requests/index.ts";
import { simulate } from "../simulation/index.ts";
import { inStep } from "../support/interleave.ts";
import { observeSimulation } from "../support/observe-simulation.ts";
import { scenarioNames, smallScenario } from "../support/small-scenario.ts";

/** A judge that is saved and restored at any time says what it would have said. */

type Told =
  | { readonly observations: readonly Observation[] }
  | { readonly request: Request }
  | { readonly source: SourceNote };

describe.each(scenarioNames)("a judge of %s", (name) => {
  const told = toldBy(
    observeSimulation(simulate(smallScenario(name, 20), 5)).map((file) => file.observations.toSorted(byTime)),
  );
  const expected = verdictsOf(told, (judge) => judge);

  it("that is killed and restored says what it would have said", () => {
    const kills = fc.array(fc.nat({ max: told.length - 1 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(kills, (at) => {
        expect(verdictsOf(told, (judge, index) => (at.includes(index) ? restoredOf(judge) : judge))).toEqual(
          expected,
        );
      }),
      { numRuns: 3, seed: 20_261_128, endOnFailure: true },
    );
  });

  it("that looks at a request learns nothing, and says what it would say of the final one", () => {
    const requests = told.flatMap((one) => ("request" in one ? [one.request] : []));
    const looked = verdictsOf(told, (judge, index) => {
      const next = told[index + 1];
      if (next !== undefined && "request" in next) {
        const before = serialize(judge.save());
        expect(judge.look(next.request)).toEqual(restoredOf(judge).claim(next.request));
        expect(serialize(judge.save()).equals(before)).toBe(true);
      }
      judge.look(requests[index % requests.length] ?? noRequest());
      return judge;
    });
    expect(looked).toEqual(expected);
  });
});

/** What comes to a judge, in the order in which a pipeline would tell it. */
function toldBy(files: readonly (readonly Observation[])[]): readonly Told[] {
  const book = createBook({ lifetimeMs: 60_000, reportedMs: 10_000, observationsMax: 10_000 });
  const told: Told[] = [];
  for (const step of inStep(files, 23)) {
    if ("advance" in step) for (const request of book.advance(step.advance)) told.push({ request });
    else {
      book.add(step.add);
      told.push({ observations: step.add });
      const [first] = step.add;
      if (first?.writer === "iis")
        told.push({ source: { host: first.host, format: "iis-w3c", columns: ["date", "time"] } });
      if (first?.writer === "plugin")
        told.push({ source: { host: first.host, format: "cmtrace", columns: [] } });
    }
  }
  for (const request of book.end()) told.push({ request });
  return told;
}

function verdictsOf(told: readonly Told[], between: (judge: Judge, index: number) => Judge): unknown {
  let judge = createJudge();
  const claims: unknown[] = [];
  for (const [index, one] of told.entries()) {
    if ("observations" in one) judge.observe(one.observations);
    else if ("source" in one) judge.noteSource(one.source);
    else {
      const { request, claim } = judge.claim(one.request);
      claims.push([request.id, claim]);
    }
    judge = between(judge, index);
  }
  const later = Date.UTC(2027, 0, 1);
  const problems = judge
    .hosts()
    .map((host) => [host, judge.problems(host, null), judge.problems(host, later)]);
  return { claims, problems };
}

function restoredOf(judge: Judge): Judge {
  const saved: JudgeState = deserialize(serialize(judge.save()));
  return createJudge(saved);
}

function noRequest(): never {
  throw new Error("the scenario gives no request");
}

function byTime(a: Observation, b: Observation): number {
  return (a.at ?? Number.MAX_VALUE) - (b.at ?? Number.MAX_VALUE);
}
