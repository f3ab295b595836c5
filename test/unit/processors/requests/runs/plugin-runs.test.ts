import { describe, expect, it } from "vitest";
import type { Kind, Observation } from "../../../../../processors/contract/index.ts";
import { pluginRuns } from "../../../../../processors/requests/runs/plugin-runs.ts";
import type { Given } from "../../../../support/observed.ts";
import { inFiles, observed, pluginRun, startMs } from "../../../../support/observed.ts";

const whole = { at: 0, returnedAt: 300, notifyAt: 500, notifiedAt: 560 };

/** A line of thread 1. */
function line(kind: Kind, at: number, given: Given = {}): Observation {
  return observed("plugin", kind, { at, thread: "1", resolutionMs: 1, ...given });
}

function without(observations: readonly Observation[], ...places: readonly number[]): Observation[] {
  return observations.filter((_, index) => !places.includes(index));
}

const relative = (ms: number): number | null => (Number.isNaN(ms) ? null : ms - startMs);

function look(observations: readonly Observation[]) {
  return pluginRuns(inFiles(observations)).map((run) => ({
    lines: run.observations.length,
    whole: run.whole,
    verify: run.verifyCall === null ? null : [relative(run.verifyCall.from), relative(run.verifyCall.to)],
    notify: run.notifyCall === null ? null : [relative(run.notifyCall.from), relative(run.notifyCall.to)],
    reached: [run.reachedVerify, run.reachedNotify],
    verdict: run.verdict,
  }));
}

describe("a run of a plug-in thread", () => {
  it("tells both calls to the millisecond when all seven lines are there", () => {
    expect(look(pluginRun("1", whole))).toEqual([
      { lines: 7, whole: true, verify: [1, 300], notify: [501, 560], reached: [true, true], verdict: true },
    ]);
  });

  it("spans from its first to its last line, and says when verification was left and Notify begun", () => {
    const [run] = pluginRuns(inFiles(pluginRun("1", whole)));
    expect([run?.start, run?.end, run?.verifiedAt, run?.notifiedAt].map((ms) => relative(ms ?? 0))).toEqual([
      0, 560, 301, 500,
    ]);
  });

  it("that left Notify with an error need not have reached the registration point: the site may have refused the call", () => {
    const refused = pluginRun("1", whole).map((one) =>
      one.kind === "report.finished" ? { ...one, outcome: "failed" as const } : one,
    );
    expect(look(refused)).toEqual([
      { lines: 7, whole: true, verify: [1, 300], notify: [501, 560], reached: [true, false], verdict: true },
    ]);
  });

  it("may end with verification, with a verdict that was false", () => {
    expect(look(pluginRun("1", { at: 0, returnedAt: 300, verdict: false }))).toEqual([
      { lines: 4, whole: true, verify: [1, 300], notify: null, reached: [true, false], verdict: false },
    ]);
  });

  it("that stops after Sending is whole, and has no end of its call", () => {
    expect(look(pluginRun("1", whole).slice(0, 2))).toEqual([
      { lines: 2, whole: true, verify: null, notify: null, reached: [false, false], verdict: null },
    ]);
  });

  it("whose call failed to be sent has not reached the registration point", () => {
    const failed = [
      line("verify.started", 0),
      line("run.sent", 1),
      line("run.failed", 40, { outcome: "failed", facts: { code: "12175" } }),
      line("verify.finished", 41, { outcome: "failed" }),
    ];
    expect(look(failed)).toEqual([
      { lines: 4, whole: true, verify: [1, 41], notify: null, reached: [false, false], verdict: null },
    ]);
  });

  it("whose Notify failed to be sent has reached the registration point once", () => {
    const notify = [line("report.started", 500), line("run.failed", 540), line("report.finished", 541)];
    expect(look([...pluginRun("1", { at: 0, returnedAt: 300 }), ...notify])).toEqual([
      { lines: 7, whole: true, verify: [1, 300], notify: [500, 541], reached: [true, false], verdict: true },
    ]);
  });

  it("keeps texts that the grammar does not know", () => {
    const lines = [...pluginRun("1", whole), line("run.note", 561)];
    expect(look(lines)).toMatchObject([{ lines: 8, whole: true }]);
  });
});

describe("runs of the plug-in", () => {
  it.each([
    { name: "one thread after the other", gap: 1000, threads: ["1", "1"] },
    { name: "side by side on two threads", gap: 5, threads: ["1", "2"] },
    { name: "of one thread, without a pause", gap: 560, threads: ["1", "1"] },
  ])("are told apart: $name", ({ gap, threads }) => {
    const observations = threads.flatMap((thread, index) =>
      pluginRun(thread, {
        at: index * gap,
        returnedAt: index * gap + 300,
        notifyAt: index * gap + 500,
        notifiedAt: index * gap + 559,
      }),
    );
    const sorted = observations.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0));
    expect(look(sorted).map((run) => [run.lines, run.whole])).toEqual([
      [7, true],
      [7, true],
    ]);
  });

  it("come in the order of their start", () => {
    const runs = [
      ...pluginRun("7", { at: 0, returnedAt: 900 }),
      ...pluginRun("3", { at: 100, returnedAt: 200 }),
    ];
    const sorted = runs.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0));
    expect(pluginRuns(inFiles(sorted)).map((run) => run.observations[0]?.thread)).toEqual(["7", "3"]);
  });

  it("of lines without a thread are kept apart by file, and are never whole", () => {
    const bare = (fileId: string) => pluginRun("", whole).map((one) => ({ ...one, fileId }));
    expect(
      look([...bare("ndes01/a.log"), ...bare("ndes01/b.log")]).map((run) => [run.lines, run.whole]),
    ).toEqual([
      [7, false],
      [7, false],
    ]);
  });

  it.each([
    { name: "the beginning", lost: [0], runs: 1 },
    { name: "the answer", lost: [2], runs: 1 },
    { name: "the sending of both calls", lost: [1, 5], runs: 1 },
    { name: "the end of verification", lost: [3], runs: 1 },
    { name: "the beginning of Notify", lost: [4], runs: 1 },
    { name: "the sending of Notify", lost: [5], runs: 1 },
    { name: "everything before Notify", lost: [0, 1, 2, 3], runs: 1 },
  ])("that lost $name are not whole", ({ lost, runs }) => {
    const found = look(without(pluginRun("1", whole), ...lost));
    expect(found.map((run) => run.whole)).toEqual(Array.from({ length: runs }, () => false));
  });

  it.each([
    { name: "a refusal is left with success", verdict: false, outcome: "ok" as const },
    { name: "a success is left with a refusal", verdict: true, outcome: "failed" as const },
  ])("in which $name have lost a border between two, and are not whole", ({ verdict, outcome }) => {
    const glued = [
      line("verify.started", 0),
      line("run.sent", 1),
      line("verify.returned", 300, { outcome: verdict ? "ok" : "failed", facts: { verdict } }),
      line("verify.finished", 600, { outcome }),
    ];
    expect(look(glued).map((run) => run.whole)).toEqual([false]);
  });

  it("that were refused are over: what the thread says next is of a run that lost its beginning", () => {
    const next = pluginRun("1", { at: 700, returnedAt: 900, notifyAt: 950, notifiedAt: 990 });
    for (const from of [1, 2, 3, 4]) {
      const lines = [...pluginRun("1", { at: 0, returnedAt: 300, verdict: false }), ...next.slice(from)];
      expect(look(lines).map((run) => [run.lines, run.whole])).toEqual([
        [4, true],
        [7 - from, false],
      ]);
    }
  });

  it("that passed, and fail to send without Notify, have lost the beginning of another", () => {
    const failed = line("run.failed", 900, { outcome: "failed" });
    expect(look([...pluginRun("1", { at: 0, returnedAt: 300 }), failed]).map((run) => run.whole)).toEqual([
      false,
    ]);
  });

  it("that are silent for minutes are not whole: the log may have lost a border in between", () => {
    const late = pluginRun("1", { at: 0, returnedAt: 240_000 });
    expect(look(late).map((run) => run.whole)).toEqual([false]);
  });

  it.each([
    { name: "from Calling to Sending", from: 1 },
    { name: "from the answer to Exiting", from: 3 },
    { name: "from the beginning of Notify to its Sending", from: 5 },
  ])("that rest for seconds $name, where a thread waits for nobody, are not whole", ({ from }) => {
    const late = pluginRun("1", whole).map((one, index) =>
      index < from ? one : { ...one, at: (one.at ?? 0) + 2700 },
    );
    expect(look(late).map((run) => [run.lines, run.whole])).toEqual([[7, false]]);
  });

  it.each([1, 2, 3, 4, 5])("with line %i twice are not whole", (place) => {
    const lines = pluginRun("1", whole);
    const doubled = [...lines.slice(0, place + 1), ...lines.slice(place)];
    expect(look(doubled).map((run) => run.whole)).toEqual([false]);
  });

  it("that lost what is between them are one whole run only where no line of the grammar is missing", () => {
    const first = pluginRun("1", whole);
    const second = pluginRun("1", { at: 900, returnedAt: 1200, notifyAt: 1500, notifiedAt: 1560 });
    const grammar = first.map(({ kind }) => kind);
    for (let from = 1; from <= first.length; from += 1) {
      for (let to = 0; to < second.length; to += 1) {
        const left = inFiles([...first.slice(0, from), ...second.slice(to)]);
        const complete = pluginRuns(left).filter((run) => run.whole && run.notifyCall !== null);
        for (const run of complete) expect(run.observations.map(({ kind }) => kind)).toEqual(grammar);
      }
    }
  });
});
