import { describe, expect, it } from "vitest";
import type { KeyType, Kind, Observation } from "../../../../../processors/contract/index.ts";
import { connectorRuns } from "../../../../../processors/requests/runs/connector-runs.ts";
import { inFiles, observed } from "../../../../support/observed.ts";

type Told = Readonly<Partial<Record<KeyType, string>>>;

const outcomes: ReadonlyMap<Kind, Observation["outcome"]> = new Map<Kind, Observation["outcome"]>([
  ["verify.finished", "ok"],
  ["issue.issued", "ok"],
  ["issue.denied", "failed"],
  ["report.completed", "ok"],
  ["report.retrying", "pending"],
]);

/** An event of the connector, of the thread 6512/7 unless told otherwise. */
function event(kind: Kind, at: number, keys: Told = {}, thread = "6512/7"): Observation {
  return observed("connector", kind, { at, thread, keys, outcome: outcomes.get(kind) ?? "none" });
}

function passed(at: number, keys: Told = {}, thread?: string): Observation[] {
  return [
    event("verify.received", at, keys, thread),
    event("verify.finished", at + 200, keys, thread),
    event("issue.issued", at + 400, keys, thread),
  ];
}

const transaction = { transactionId: "A1" };
const activity = { activityId: "e06bd84c-6113-4494-ab0c-8af59d77f606" };

const cases: readonly {
  readonly name: string;
  readonly events: readonly Observation[];
  readonly runs: readonly (readonly [events: number, whole: boolean])[];
  readonly reports?: number;
  readonly loose?: number;
}[] = [
  { name: "by transaction", events: passed(0, transaction), runs: [[3, true]] },
  { name: "by activity", events: passed(0, activity), runs: [[3, true]] },
  { name: "by thread, where no identifier is told", events: passed(0), runs: [[3, true]] },
  {
    name: "by transaction, where the CA takes a minute and a half",
    events: [...passed(0, transaction).slice(0, 2), event("issue.issued", 90_000, transaction)],
    runs: [[3, true]],
  },
  {
    name: "by transaction, but not what comes minutes after a refusal: the beginning of a later attempt is missing",
    events: [
      event("verify.received", 0, transaction),
      { ...event("verify.finished", 200, transaction), outcome: "failed" },
      event("issue.issued", 90_000, transaction),
    ],
    runs: [
      [2, true],
      [1, false],
    ],
  },
  {
    name: "by either identifier, once both were seen together",
    events: [
      event("verify.received", 0, { ...transaction, ...activity }),
      event("verify.finished", 200, activity),
      event("issue.issued", 400, transaction),
    ],
    runs: [[3, true]],
  },
  {
    name: "by order, where each step is told by another thread and one request is under way at a time",
    events: [
      event("verify.received", 0, {}, "6512/7"),
      event("verify.finished", 200, {}, "6512/9"),
      event("issue.issued", 400, {}, "6512/7"),
      event("verify.received", 60_000, {}, "6512/9"),
      event("verify.finished", 60_200, {}, "6512/7"),
      event("issue.denied", 60_400, {}, "6512/11"),
    ],
    runs: [
      [3, false],
      [3, false],
    ],
  },
  {
    name: "not by order, where two requests are under way",
    events: [
      event("verify.received", 0, {}, "6512/7"),
      event("verify.received", 100, {}, "6512/9"),
      event("verify.finished", 200, {}, "6512/11"),
    ],
    runs: [
      [1, false],
      [1, false],
      [1, false],
    ],
  },
  {
    name: "a step long after the last of its thread is of another request",
    events: [...passed(0), event("verify.finished", 60_000)],
    runs: [
      [3, true],
      [1, false],
    ],
  },
  {
    name: "by thread, where the last event alone tells an identifier",
    events: [
      event("verify.received", 0),
      event("verify.finished", 200),
      event("issue.denied", 400, transaction),
      ...passed(5000, { transactionId: "B2" }),
    ],
    runs: [
      [3, true],
      [3, true],
    ],
  },
  {
    name: "by thread, where the first event alone tells an identifier",
    events: [
      event("verify.received", 0, transaction),
      event("verify.finished", 200),
      event("issue.issued", 400),
    ],
    runs: [[3, true]],
  },
  {
    name: "not by thread, where what comes next tells another identifier, or comes late",
    events: [
      event("verify.received", 0, transaction),
      { ...event("verify.finished", 200, { transactionId: "B2" }), outcome: "failed" },
      event("verify.received", 20_000),
      { ...event("verify.finished", 40_000, { transactionId: "C3" }), outcome: "failed" },
    ],
    runs: [
      [1, false],
      [1, false],
      [1, false],
      [1, false],
    ],
  },
  {
    name: "two at a time, interleaved on one thread, by identifier",
    events: [...passed(0, transaction), ...passed(100, { transactionId: "B2" })],
    runs: [
      [3, true],
      [3, true],
    ],
  },
  {
    name: "two at a time on two threads, without identifiers: each may have told the steps of the other",
    events: [...passed(0), ...passed(100, {}, "6512/9")],
    runs: [
      [3, false],
      [3, false],
    ],
  },
  {
    name: "one thread, one run after the other, without identifiers",
    events: [...passed(0), ...passed(5000)],
    runs: [
      [3, true],
      [3, true],
    ],
  },
  {
    name: "a refused verification is whole without an issue",
    events: [
      event("verify.received", 0, transaction),
      { ...event("verify.finished", 200, transaction), outcome: "failed" },
    ],
    runs: [[2, true]],
  },
  {
    name: "a verification without its result is not whole",
    events: [event("verify.received", 0, transaction)],
    runs: [[1, false]],
  },
  {
    name: "an issue without its beginning is not whole",
    events: passed(0, transaction).slice(1),
    runs: [[2, false]],
  },
  {
    name: "the report that comes minutes later, by identifier, is a fragment of its own",
    events: [...passed(0, transaction), event("report.completed", 240_000, transaction)],
    runs: [[3, true]],
    reports: 1,
  },
  {
    name: "the report that follows on the thread, without identifiers, belongs to the run",
    events: [...passed(0), event("report.completed", 600)],
    runs: [[4, true]],
  },
  {
    name: "an issue after a refusal, without identifiers, proves that a beginning is missing",
    events: [
      event("verify.received", 0),
      { ...event("verify.finished", 200), outcome: "failed" },
      event("issue.issued", 5000),
    ],
    runs: [[3, false]],
  },
  {
    name: "what comes again with the same transaction is a later attempt without its beginning",
    events: [...passed(0, transaction), event("issue.issued", 30_000, transaction)],
    runs: [
      [3, true],
      [1, false],
    ],
  },
  {
    name: "what comes minutes later with the same transaction is of a later attempt",
    events: [...passed(0, transaction).slice(0, 2), event("issue.issued", 300_000, transaction)],
    runs: [
      [2, false],
      [1, false],
    ],
  },
  {
    name: "a second report on the thread, without identifiers, is a later try, whose is not known",
    events: [
      ...passed(0),
      event("report.completed", 600),
      { ...event("report.failed", 7000), outcome: "failed" },
    ],
    runs: [[4, true]],
    reports: 1,
  },
  {
    name: "a report seconds after the issue, without identifiers, may be an earlier request's later try",
    events: [...passed(0), event("report.completed", 6400)],
    runs: [[3, true]],
    reports: 1,
  },
  {
    name: "a report after the CA's refusal, without identifiers, is an earlier request's",
    events: [...passed(0).slice(0, 2), event("issue.denied", 400), event("report.completed", 600)],
    runs: [[3, true]],
    reports: 1,
  },
  {
    name: "a report on the thread of a refused verification, without identifiers, is an earlier request's",
    events: [
      event("verify.received", 0),
      { ...event("verify.finished", 200), outcome: "failed" },
      event("report.completed", 900),
    ],
    runs: [[2, true]],
    reports: 1,
  },
  {
    name: "a late report without identifiers belongs to nobody's run",
    events: [...passed(0), event("report.completed", 240_000)],
    runs: [[3, true]],
    reports: 1,
  },
  {
    name: "a kind that comes twice without identifiers proves that a beginning is missing",
    events: [...passed(0), event("issue.issued", 900)],
    runs: [[4, false]],
  },
  {
    name: "a refusal by the CA after its issue, without identifiers, proves that a beginning is missing",
    events: [...passed(0), event("issue.denied", 1500)],
    runs: [[4, false]],
  },
  {
    name: "without identifiers none is certain where a third have lost events: two can complete each other",
    events: Array.from({ length: 9 }, (_, index) =>
      passed(index * 60_000, {}, `6512/${index}`).slice(index < 3 ? 1 : 0),
    ).flat(),
    runs: Array.from({ length: 9 }, (_, index) => [index < 3 ? 2 : 3, false]),
  },
  {
    name: "with identifiers what others have lost takes nothing from a run",
    events: Array.from({ length: 9 }, (_, index) =>
      passed(index * 60_000, { transactionId: `T${index}` }).slice(index < 3 ? 1 : 0),
    ).flat(),
    runs: Array.from({ length: 9 }, (_, index) => [index < 3 ? 2 : 3, index >= 3]),
  },
  {
    name: "runs that wait for the CA have lost nothing",
    events: Array.from({ length: 9 }, (_, index) =>
      passed(index * 60_000).slice(0, index < 3 ? 2 : 3),
    ).flat(),
    runs: Array.from({ length: 9 }, (_, index) => [index < 3 ? 2 : 3, index >= 3]),
  },
  {
    name: "a text of an idle thread is loose",
    events: [event("run.note", 0)],
    runs: [],
    loose: 1,
  },
];

describe("runs of the unified connector", () => {
  it.each(cases)("$name", ({ events, runs, reports = 0, loose = 0 }) => {
    const sorted = inFiles(events.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0)));
    const found = connectorRuns(sorted);
    expect(found.runs.map((run) => [run.observations.length, run.whole])).toEqual(runs);
    expect([found.reports.length, found.loose.length]).toEqual([reports, loose]);
  });

  it.each<{ readonly told: Kind; readonly outcome: Observation["outcome"]; readonly followers: number }>([
    { told: "report.result", outcome: "ok", followers: 1 },
    { told: "report.failed", outcome: "failed", followers: 0 },
  ])("are followed in another channel by $told only where it does not contradict them", (each) => {
    const elsewhere = { ...event(each.told, 700), outcome: each.outcome, fileId: "ndes01/admin" };
    const found = connectorRuns(inFiles([...passed(0), event("report.completed", 600), elsewhere]));
    expect(found.followers).toHaveLength(each.followers);
    expect(found.reports).toHaveLength(1 - each.followers);
  });

  it.each([
    { name: "once, where both channels tell it at once", told: [100, 105], from: "ndes01/admin", reports: 1 },
    { name: "twice, where one comes later", told: [100, 9000], from: "ndes01/admin", reports: 2 },
    { name: "twice, where one channel tells both", told: [100, 105], from: undefined, reports: 2 },
  ])("a report that failed for good, without identifiers, is there $name", ({ told, from, reports }) => {
    const [first = 0, second = 0] = told;
    const failed = (at: number): Observation => ({ ...event("report.failed", at), outcome: "failed" });
    const again = from === undefined ? failed(second) : { ...failed(second), fileId: from };
    expect(connectorRuns([failed(first), again]).reports).toHaveLength(reports);
  });

  it("take no refusal from another channel, whose clock may differ, that contradicts what their own channel says", () => {
    const events = [
      ...passed(0),
      { ...event("report.result", 500), stage: 4 as const, fileId: "ndes01/admin" },
    ];
    const refusal = events.map((one) =>
      one.kind === "report.result" ? { ...one, outcome: "failed" as const } : one,
    );
    const found = connectorRuns(inFiles(refusal));
    expect(found.runs.map((run) => run.observations.length)).toEqual([3]);
    expect([found.followers.length, found.loose.length]).toEqual([0, 1]);
  });

  it("with the same transaction again are attempts: each reception begins one", () => {
    const found = connectorRuns(inFiles([...passed(0, transaction), ...passed(60_000, transaction)]));
    expect(found.runs.map((run) => run.observations.length)).toEqual([3, 3]);
  });

  it("are not whole where two events are missing between them by their numbers, unless an identifier ties them", () => {
    const numbered = (events: readonly Observation[], numbers: readonly number[]): Observation[] =>
      events.map((one, index) => ({ ...one, facts: { ...one.facts, eventRecordId: numbers[index] ?? 0 } }));
    const whole = (events: readonly Observation[], numbers: readonly number[]): unknown =>
      connectorRuns(numbered(events, numbers)).runs.map((run) => run.whole);
    expect(whole(passed(0), [70, 71, 72])).toEqual([true]);
    expect(whole(passed(0), [70, 72, 73])).toEqual([true]);
    expect(whole(passed(0), [70, 73, 74])).toEqual([false]);
    expect(whole(passed(0, transaction), [70, 73, 74])).toEqual([true]);
    const [first, second, third] = passed(0);
    const other = event("verify.received", 100, { transactionId: "B2" }, "6512/9");
    if (first === undefined || second === undefined || third === undefined) throw new Error("three events");
    expect(whole([first, other, second, third], [70, 71, 72, 73])).toEqual([true, false]);
    expect(whole([first, other, second, third], [70, 71, 73, 74])).toEqual([true, false]);
    expect(whole([first, other, second, third], [70, 72, 74, 75])).toEqual([false, false]);
  });

  it("span the device's call, not the report after it", () => {
    const [run] = connectorRuns(inFiles([...passed(0), event("report.completed", 600)])).runs;
    expect((run?.end ?? 0) - (run?.start ?? 0)).toBe(400);
  });
});
