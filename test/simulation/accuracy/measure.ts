import type { Simulation, TruthRecord } from "../index.ts";
import { compareRequests, type RequestFigures } from "./compare-requests.ts";
import { mapRequests, type Mapped } from "./map-requests.ts";
import { grades, type AnalyzedBundle, type Grade } from "./result.ts";
import { createTruthIndex } from "./truth-index.ts";

/** How true an analysis is. Shares are in [0, 1]; NaN where there is nothing to share. */
export interface Accuracy extends RequestFigures {
  /** Bound records by grade, and how many of them belong to the request that they are bound to. */
  readonly bound: Readonly<Record<Grade, { readonly count: number; readonly right: number }>>;
  /** Pairs of key and exact records of one request; wrong: they belong to different requests, or one to none. */
  readonly pairs: { readonly count: number; readonly wrong: number };
  /** Key and exact, of all bound records. */
  readonly certainShare: number;
  /** Of all records that belong to a request, those bound to it, in whatever piece. */
  readonly recall: number;
  /** The same, where only the largest piece of a request counts. */
  readonly recallWhole: number;
  readonly recallByRole: ReadonlyMap<string, { readonly count: number; readonly right: number }>;
  /** Of the bound records of a role, those that belong to the request that they are bound to. */
  readonly precisionByRole: ReadonlyMap<string, { readonly count: number; readonly right: number }>;
  /** The records that are bound to their request, in whatever piece. */
  readonly reached: ReadonlySet<TruthRecord>;
  /** Bound to two requests. */
  readonly boundTwice: number;
  /** Bound, but not at a record that was written whole. */
  readonly beside: number;
  /** A few of the wrong ones, in words. */
  readonly examples: readonly string[];
}

export function measure(simulation: Simulation, analysis: AnalyzedBundle): Accuracy {
  const index = createTruthIndex(simulation.truth);
  const mapped = mapRequests(analysis, index);
  const reach = reachOf(mapped);
  const certain = mapped.map(({ records }) => records.filter(({ grade }) => grade !== "probable"));
  const bound = boundByGrade(mapped);
  const all = grades.reduce((sum, grade) => sum + bound[grade].count, 0);
  return {
    bound,
    pairs: pairsOf(certain.map((records) => records.map(({ record }) => record.request))),
    certainShare: (bound.key.count + bound.exact.count) / all,
    recall: index.owned.filter((record) => reach.any.has(record)).length / index.owned.length,
    recallWhole: index.owned.filter((record) => reach.whole.has(record)).length / index.owned.length,
    recallByRole: byRole(index.owned.map((record) => ({ record, isRight: reach.any.has(record) }))),
    precisionByRole: byRole(
      mapped.flatMap(({ records, truth }) =>
        records.map(({ record }) => ({ record, isRight: record.request === truth })),
      ),
    ),
    reached: reach.any,
    boundTwice: reach.boundTwice,
    beside: mapped.reduce((sum, { beside }) => sum + beside, 0),
    examples: examplesOf(mapped),
    ...compareRequests(simulation, analysis, reach.primary),
  };
}

function boundByGrade(mapped: readonly Mapped[]): Accuracy["bound"] {
  const count = (grade: Grade): { count: number; right: number } => {
    const records = mapped
      .flatMap(({ truth, records }) => records.map((bound) => ({ ...bound, truth })))
      .filter((bound) => bound.grade === grade);
    return {
      count: records.length,
      right: records.filter(({ record, truth }) => record.request === truth).length,
    };
  };
  return { key: count("key"), exact: count("exact"), probable: count("probable") };
}

function pairsOf(requests: readonly (readonly (string | null)[])[]): Accuracy["pairs"] {
  const choose = (count: number): number => (count * (count - 1)) / 2;
  let count = 0;
  let right = 0;
  for (const owners of requests) {
    const sizes = new Map<string, number>();
    for (const owner of owners) if (owner !== null) sizes.set(owner, (sizes.get(owner) ?? 0) + 1);
    count += choose(owners.length);
    for (const size of sizes.values()) right += choose(size);
  }
  return { count, wrong: count - right };
}

interface Reach {
  readonly any: ReadonlySet<TruthRecord>;
  readonly whole: ReadonlySet<TruthRecord>;
  readonly boundTwice: number;
  /** True request to the largest of its pieces: place in the analysis. */
  readonly primary: ReadonlyMap<string, number>;
}

function reachOf(mapped: readonly Mapped[]): Reach {
  const any = new Set<TruthRecord>();
  const seen = new Set<TruthRecord>();
  const pieces = new Map<string, { place: number; right: readonly TruthRecord[] }>();
  let boundTwice = 0;
  mapped.forEach(({ truth, records }, place) => {
    const right = records.flatMap(({ record }) =>
      record.request === truth && truth !== null ? [record] : [],
    );
    for (const record of right) any.add(record);
    for (const { record } of records) {
      if (seen.has(record)) boundTwice++;
      seen.add(record);
    }
    if (truth !== null && right.length > (pieces.get(truth)?.right.length ?? 0))
      pieces.set(truth, { place, right });
  });
  const whole = new Set([...pieces.values()].flatMap(({ right }) => right));
  const primary = new Map([...pieces].map(([truth, { place }]) => [truth, place]));
  return { any, whole, boundTwice, primary };
}

function byRole(
  records: readonly { readonly record: TruthRecord; readonly isRight: boolean }[],
): Accuracy["recallByRole"] {
  const roles = new Map<string, { count: number; right: number }>();
  for (const { record, isRight } of records) {
    const role = roles.get(record.role) ?? { count: 0, right: 0 };
    role.count++;
    if (isRight) role.right++;
    roles.set(record.role, role);
  }
  return roles;
}

function examplesOf(mapped: readonly Mapped[]): readonly string[] {
  const examples: string[] = [];
  for (const { id, truth, records } of mapped) {
    for (const { record, grade, path, offset } of records) {
      if (record.request === truth) continue;
      examples.push(
        `${grade}: ${path}:${offset} (${record.role} of ${record.request ?? "nobody"}) in ${id}, which is ${truth ?? "nobody"}`,
      );
    }
  }
  return grades.flatMap((grade) => examples.filter((example) => example.startsWith(grade)).slice(0, 6));
}
