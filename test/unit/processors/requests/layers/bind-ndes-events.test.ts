import { describe, expect, it } from "vitest";
import type { Kind, Observation, Request } from "../../../../../processors/contract/index.ts";
import { requestsOf } from "../../../../support/feed-book.ts";
import { inFiles, observed, pluginRun, row } from "../../../../support/observed.ts";

function event(kind: Kind, at: number, thread = "6512/1"): Observation {
  return observed("ndes", kind, {
    at,
    thread,
    outcome: "failed",
    facts: { eventId: kind === "verify.refused" ? 29 : 31 },
  });
}

function gradeOf(requests: readonly Request[]): string {
  const grades = requests.flatMap(({ evidence }) =>
    evidence.filter(({ observation }) => observation.writer === "ndes").map(({ grade }) => grade),
  );
  return grades.length === 0 ? "-" : grades.join(" ");
}

const passed = pluginRun("1", { at: 0, returnedAt: 300 });
const refused = pluginRun("1", { at: 0, returnedAt: 300, verdict: false });
const unfinished = passed.slice(0, 2);

describe("an NDES event by its thread", () => {
  it.each([
    {
      name: "a refusal right after a false verdict",
      run: refused,
      event: event("verify.refused", 310),
      grade: "exact",
    },
    {
      name: "a refusal by the CA right after a verification that passed",
      run: passed,
      event: event("issue.failed", 500),
      grade: "exact",
    },
    {
      name: "in the millisecond that the plug-in cut off",
      run: refused,
      event: event("verify.refused", 300.4),
      grade: "exact",
    },
    {
      name: "a CA that took its time to fail",
      run: passed,
      event: event("issue.failed", 60_000),
      grade: "probable",
    },
    { name: "a refusal long after its run", run: refused, event: event("verify.refused", 9000), grade: "-" },
    { name: "a CA that took minutes", run: passed, event: event("issue.failed", 300_000), grade: "-" },
    {
      name: "a refusal where the verdict was true",
      run: passed,
      event: event("verify.refused", 310),
      grade: "-",
    },
    {
      name: "a refusal by the CA where the verdict was false",
      run: refused,
      event: event("issue.failed", 310),
      grade: "-",
    },
    { name: "before the run was left", run: refused, event: event("verify.refused", 200), grade: "-" },
    {
      name: "of a run that was never left",
      run: unfinished,
      event: event("verify.refused", 310),
      grade: "-",
    },
    { name: "of another thread", run: refused, event: event("verify.refused", 310, "6512/2"), grade: "-" },
  ])("$name: $grade", ({ run, event: one, grade }) => {
    expect(gradeOf(requestsOf(inFiles([...run, one])))).toBe(grade);
  });

  it("is the only one of its run: the next on its thread is of a run of which the log says nothing", () => {
    const events = [
      event("verify.refused", 310),
      event("verify.refused", 700),
      event("verify.refused", 4000),
    ];
    const call = row("contact.pki-operation", { endAt: 320, tookMs: 330 });
    const other = row("contact.pki-operation", { endAt: 9000, tookMs: 50 });
    const requests = requestsOf(inFiles([...refused, ...events, call, other]));
    expect(gradeOf(requests)).toBe("exact");
  });

  it("of a refusal by the CA is certain only before the run is notified of it", () => {
    const notified = pluginRun("1", { at: 0, returnedAt: 300, notifyAt: 400, notifiedAt: 450 });
    const grades = [390, 480].map((at) =>
      gradeOf(requestsOf(inFiles([...notified, event("issue.failed", at)]))),
    );
    expect(grades).toEqual(["exact", "probable"]);
  });

  it("of a refusal by the CA is of no run whose certificate was issued", () => {
    const issued = (["verify.received", "verify.finished", "issue.issued"] as const).map((kind, index) =>
      observed("connector", kind, {
        at: index * 100,
        thread: "6512/1",
        outcome: index === 0 ? "none" : "ok",
      }),
    );
    expect(gradeOf(requestsOf(inFiles([...issued, event("issue.failed", 199)])))).toBe("-");
  });

  it("is not certain where another of its thread has no run, and a run no event: the clocks may differ", () => {
    const later = pluginRun("1", { at: 20_000, returnedAt: 20_300, verdict: false });
    const events = [event("verify.refused", 310), event("verify.refused", 12_310)];
    expect(gradeOf(requestsOf(inFiles([...refused, ...later, ...events])))).toBe("probable");
    expect(gradeOf(requestsOf(inFiles([...refused, ...later, ...events.slice(0, 1)])))).toBe("exact");
  });

  it("belongs to the last run of its thread", () => {
    const later = pluginRun("1", { at: 2000, returnedAt: 2300, verdict: false });
    const requests = requestsOf(inFiles([...refused, ...later, event("verify.refused", 2310)]));
    const counts = requests.map(({ evidence }) => evidence.length);
    expect(counts).toEqual([4, 5]);
  });
});

describe("an NDES event without a run", () => {
  it("lies inside of one PKIOperation call: probable", () => {
    const call = row("contact.pki-operation", { endAt: 600, tookMs: 600 });
    expect(gradeOf(requestsOf(inFiles([call, event("verify.refused", 300)])))).toBe("probable");
  });

  it("inside of two calls alike is bound to none, and a candidate of both", () => {
    const calls = [0, 1].map(() => row("contact.pki-operation", { endAt: 600, tookMs: 600 }));
    const requests = requestsOf(inFiles([...calls, event("verify.refused", 300)]));
    expect(gradeOf(requests)).toBe("-");
    expect(requests.map(({ candidates }) => candidates.length)).toEqual([1, 1]);
  });
});
