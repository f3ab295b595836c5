import { describe, expect, test } from "vitest";

import {
  matchByTruth,
  measure,
  type AnalyzedBundle,
  type AnalyzedRequest,
} from "../simulation/accuracy/index.ts";
import { simulate, type Simulation } from "../simulation/index.ts";
import { complaintsOf } from "./complaints.ts";

const simulation = simulate("example", 3);
const strict = { recall: 0.97, counts: true };

describe("the measures", () => {
  test("find nothing to complain of in the truth itself", () => {
    const accuracy = measure(simulation, truthAsAnalysis(simulation));
    expect(complaintsOf({ name: "truth", seed: 3, accuracy }, strict)).toEqual([]);
    expect(accuracy.recallWhole).toBe(1);
    expect(accuracy.outcomeShare).toBe(1);
  });

  type Break = (requests: readonly AnalyzedRequest[]) => readonly AnalyzedRequest[];
  const breaks: readonly (readonly [what: string, broken: Break, complaint: RegExp])[] = [
    ["a record that moved to another request", (requests) => moved(requests), /exact records are wrong/u],
    [
      "two requests that became one",
      ([first, second, ...rest]) => [merged(first, second), ...rest],
      /pairs of certain records/u,
    ],
    [
      "a record that is bound twice",
      ([first, second, ...rest]) =>
        [first, taking(second, first), ...rest].filter((request) => request !== undefined),
      /bound to two requests/u,
    ],
    ["requests that are missing", (requests) => requests.slice(0, -3), /requests were found/u],
    [
      "records that are bound to nothing",
      (requests) => requests.map((request) => ({ ...request, evidence: request.evidence.slice(0, 3) })),
      /recall is/u,
    ],
    [
      "failures that are called successes",
      (requests) => requests.map((request) => ({ ...request, outcome: "succeeded" })),
      /failures were found/u,
    ],
    [
      "causes that are made up",
      (requests) => requests.map((request) => ({ ...request, cause: { id: "issue.denied" } })),
      /right causes/u,
    ],
    [
      "nothing but guesses",
      (requests) =>
        requests.map((request) => ({
          ...request,
          evidence: request.evidence.map((record) => ({ ...record, grade: "probable" as const })),
        })),
      /share of certain/u,
    ],
  ];
  test.each(breaks)("notice %s", (_what, broken, complaint) => {
    const accuracy = measure(simulation, { requests: broken(truthAsAnalysis(simulation).requests) });
    expect(complaintsOf({ name: "broken", seed: 3, accuracy }, strict).join("\n")).toMatch(complaint);
  });

  test("count a request in two pieces once, by its larger one", () => {
    const [first, ...rest] = truthAsAnalysis(simulation).requests;
    const evidence = first?.evidence ?? [];
    const pieces = [evidence.slice(0, 5), evidence.slice(5)].map((part, at) => ({
      id: `piece ${at}`,
      outcome: "unknown",
      cause: null,
      evidence: part,
    }));
    const accuracy = measure(simulation, { requests: [...pieces, ...rest] });
    expect(accuracy.recall).toBe(1);
    expect(accuracy.recallWhole).toBeLessThan(1);
  });
});

describe("the reference", () => {
  test("binds a calm host almost without error", () => {
    expect(matchByTruth(simulate("calm-legacy", 3)).recall).toBeGreaterThan(0.995);
  });

  test("is a bar: without its knowledge of the latencies it does worse in a burst", () => {
    const burst = simulate("burst-50", 3);
    const { connect, dispatch, answer, delivery } = burst.latencies;
    const ignorant = {
      ...burst.latencies,
      connect: delivery,
      dispatch: delivery,
      answer: dispatch,
      delivery: connect,
      body: answer,
    };
    expect(matchByTruth({ ...burst, latencies: ignorant }).recall).toBeLessThan(
      matchByTruth(burst).recall - 0.005,
    );
  });
});

function truthAsAnalysis({ truth }: Simulation): AnalyzedBundle {
  const requests = truth.requests.map(({ id, outcome, cause }): AnalyzedRequest => {
    const evidence = [...truth.records].flatMap(([path, records]) =>
      records
        .filter(({ request }) => request === id)
        .map(({ offset }) => ({ path, offset, grade: "exact" as const })),
    );
    return { id, outcome, cause: cause === null ? null : { id: cause }, evidence };
  });
  return { requests };
}

function moved([first, second, ...rest]: readonly AnalyzedRequest[]): readonly AnalyzedRequest[] {
  if (first === undefined || second === undefined) return [];
  const [record, ...left] = first.evidence;
  return [
    { ...first, evidence: left },
    { ...second, evidence: record === undefined ? [] : [...second.evidence, record] },
    ...rest,
  ];
}

function merged(first?: AnalyzedRequest, second?: AnalyzedRequest): AnalyzedRequest {
  const evidence = [...(first?.evidence ?? []), ...(second?.evidence ?? [])];
  return { id: "merged", outcome: "unknown", cause: null, evidence };
}

function taking(request?: AnalyzedRequest, other?: AnalyzedRequest): AnalyzedRequest {
  return {
    id: "taking",
    outcome: "unknown",
    cause: null,
    evidence: [...(request?.evidence ?? []), ...(other?.evidence.slice(0, 1) ?? [])],
  };
}
