import type { Observation, Request } from "../../../processors/contract/index.ts";
import { createPreview } from "../../../processors/preview/index.ts";
import type { Preview } from "../../../processors/preview/index.ts";
import { createBook, defaultLimits } from "../../../processors/requests/index.ts";
import type { Book } from "../../../processors/requests/index.ts";
import { busyFleet } from "../../../deploy/demo/busy-fleet.ts";
import { scenarios, simulate } from "../../simulation/index.ts";
import type { Scenario, ScenarioName } from "../../simulation/index.ts";
import { requestsOf } from "../../support/feed-book.ts";
import { observeSimulation } from "../../support/observe-simulation.ts";
import { linesPerRequest, startAt } from "./load-ticks.ts";

/** A program: `shown-truth.ts [SCENARIO…]`, one line for each. How near what is shown provisional is to what becomes final, and what it costs, counted in records: no clock is in it, so it is the same on every machine. */
interface ShownTruth {
  readonly what: string;
  readonly records: number;
  /** Records decided, neighbours and repeats among them, for each record that came in. */
  readonly decidedPerRecord: number;
  /** Of the requests that ended within half a minute before a look and at least a second before it, the share that is shown with the very records it has so far in the end. */
  readonly whole: number;
  /** Of the records of final requests, as old: in a request, and of these in one that is mainly of the same final request, and of these with the grade of the end, and with a better one. */
  readonly bound: number;
  readonly right: number;
  readonly graded: number;
  readonly overgraded: number;
  /** At the end, when all is decided: whole requests, and requests shown for each final one. */
  readonly wholeAtEnd: number;
  readonly shownPerFinal: number;
}

interface Run {
  readonly preview: Preview;
  readonly book: Book;
  readonly finals: readonly Request[];
  readonly finalOf: ReadonlyMap<Observation, Request>;
  readonly gradeOf: ReadonlyMap<Observation, string>;
  readonly sums: Sums;
}

interface Sums {
  ended: number;
  whole: number;
  records: number;
  bound: number;
  right: number;
  graded: number;
  overgraded: number;
}

/** `hurried`: one refresh for each portion; else until nothing is left. */
type Order = "time" | "hurried" | "backlog";

const portionMs = 150;
const lookEveryMs = 5_000;
const watermarkMs = 90_000;
const backlogPortion = 3_000;

function measureTruth(what: string, scenario: Scenario, order: Order): ShownTruth {
  const observations = observationsOf(scenario);
  const run = beginRun(observations);
  let lookedAt = Number.NEGATIVE_INFINITY;
  for (const portion of portionsOf(observations, order)) {
    run.book.add(portion);
    run.preview.add(portion);
    const at = portion.at(-1)?.at ?? 0;
    // Only learns: nothing becomes final within an hour.
    if (order !== "backlog") run.book.advance(at - watermarkMs);
    while (run.preview.refresh(run.book.experience()).isMore && order === "time");
    if (order === "backlog" || at < lookedAt + lookEveryMs) continue;
    lookedAt = at;
    look(run, at);
  }
  while (run.preview.refresh(run.book.experience()).isMore);
  return { what: `${what} ${order}`, records: observations.length, ...truthOf(run, observations.length) };
}

function beginRun(observations: readonly Observation[]): Run {
  const finals = requestsOf(observations);
  const evidence = finals.flatMap((request) => request.evidence.map((one) => ({ request, ...one })));
  return {
    preview: createPreview(),
    book: createBook({ ...defaultLimits, observationsMax: Number.POSITIVE_INFINITY }),
    finals,
    finalOf: new Map(evidence.map(({ observation, request }) => [observation, request])),
    gradeOf: new Map(evidence.map(({ observation, grade }) => [observation, grade])),
    sums: { ended: 0, whole: 0, records: 0, bound: 0, right: 0, graded: 0, overgraded: 0 },
  };
}

function truthOf({ preview, finals, sums }: Run, records: number): Omit<ShownTruth, "what" | "records"> {
  const shown = new Set([...preview.requests()].map((request) => placesOf(request)));
  return {
    decidedPerRecord: preview.decided() / records,
    whole: sums.whole / sums.ended,
    bound: sums.bound / sums.records,
    right: sums.right / sums.bound,
    graded: sums.graded / sums.right,
    overgraded: sums.overgraded / sums.right,
    wholeAtEnd: finals.filter((request) => shown.has(placesOf(request))).length / finals.length,
    shownPerFinal: shown.size / finals.length,
  };
}

function observationsOf(scenario: Scenario): Observation[] {
  const files = observeSimulation(simulate(scenario, 1));
  return files
    .flatMap(({ observations }) => observations)
    .filter(({ kind }) => !kind.startsWith("host."))
    .toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0));
}

/** A backlog comes host by host, each in order of time. */
function portionsOf(observations: readonly Observation[], order: Order): readonly Observation[][] {
  if (order !== "backlog")
    return [...Map.groupBy(observations, ({ at }) => Math.floor((at ?? 0) / portionMs)).values()];
  const byHost = [...Map.groupBy(observations, ({ host }) => host).values()].flat();
  return [...Map.groupBy(byHost.keys(), (index) => Math.floor(index / backlogPortion)).values()].map(
    (indexes) => indexes.flatMap((index) => byHost[index] ?? []),
  );
}

const placesOf = ({ evidence }: Request): string =>
  evidence
    .map(({ observation: { fileId, offset } }) => `${fileId}:${offset}`)
    .toSorted()
    .join(" ");

/** Records of the last half minute, but for the last second: these may still be on their way. */
function look(run: Run, now: number): void {
  const places = new Set([...run.preview.requests()].map((request) => placesOf(request)));
  const shownIn = new Map<Observation, Placed>();
  for (const request of run.preview.requests())
    for (const { observation, grade } of request.evidence) shownIn.set(observation, { request, grade });
  for (const request of run.finals) {
    const last = Math.max(...request.evidence.map(({ observation }) => observation.at ?? now));
    if (last < now - 30_000) continue;
    if (last <= now - 1_000) {
      run.sums.ended += 1;
      if (places.has(placesOf(request))) run.sums.whole += 1;
    }
    const past = request.evidence.filter(({ observation }) => (observation.at ?? now) <= now - 1_000);
    for (const { observation } of past) count(run, { observation, request }, shownIn.get(observation));
  }
}

/** The best first. */
const grades: readonly string[] = ["key", "exact", "probable"];

interface Placed {
  readonly request: Request;
  readonly grade: string;
}

function count(
  { sums, finalOf, gradeOf }: Run,
  { observation, request }: { readonly observation: Observation; readonly request: Request },
  shown: Placed | undefined,
): void {
  sums.records += 1;
  if (shown === undefined) return;
  sums.bound += 1;
  if (mainlyOf(shown.request, finalOf) !== request) return;
  sums.right += 1;
  const [now, atEnd] = [shown.grade, gradeOf.get(observation) ?? ""];
  if (now === atEnd) sums.graded += 1;
  if (grades.indexOf(now) < grades.indexOf(atEnd)) sums.overgraded += 1;
}

function mainlyOf({ evidence }: Request, finalOf: ReadonlyMap<Observation, Request>): Request | undefined {
  const counts = new Map<Request | undefined, number>();
  for (const { observation } of evidence) {
    const final = finalOf.get(observation);
    counts.set(final, (counts.get(final) ?? 0) + 1);
  }
  const [main] = [...counts].toSorted(([, a], [, b]) => b - a);
  return main?.[0];
}

const names: readonly ScenarioName[] = [
  "calm-legacy",
  "calm-unified-transaction",
  "calm-unified-thread",
  "both-generations",
  "burst-50",
  "burst-200",
  "retries",
  "failures",
  "device-logs",
];

/** As busy a host as in the paced bench, for half a minute. */
function loadScenario(): Scenario {
  const [linesPerSecond, hosts, seconds] = [625, 2, 30];
  const everyMs = (hosts * linesPerRequest * 1000) / linesPerSecond;
  const arrivals = { kind: "steady" as const, count: Math.floor((seconds * 1000) / everyMs), everyMs };
  return busyFleet(hosts, startAt, arrivals);
}

if (import.meta.main) {
  const only = process.argv.slice(2);
  const cases = [...names.map((name) => [name, scenarios[name]] as const), ["load", loadScenario()] as const];
  for (const [what, scenario] of cases) {
    if (only.length > 0 && !only.includes(what)) continue;
    for (const order of ["time", "hurried", "backlog"] as const) {
      const figures = Object.values(measureTruth(what, scenario, order));
      const cells = figures.map((one) => (typeof one === "number" ? one.toFixed(3) : one));
      process.stdout.write(`${cells.join("\t")}\n`);
    }
  }
}
