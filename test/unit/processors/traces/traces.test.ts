import { describe, expect, test } from "vitest";
import type { StoredRequest } from "../../../../processors/contract/index.ts";
import { disguise } from "../../../../processors/pseudonyms/index.ts";
import { createPseudonyms } from "../../../../processors/live.ts";
import { createSentRequests, isSampled, traceAttributes } from "../../../../processors/traces/index.ts";
import type { Carrier, TraceAttributes, TraceSpan } from "../../../../processors/traces/index.ts";
import { madeRequest, startOfTime } from "../../../support/made-requests.ts";
import { storedRequests } from "../../../support/stored-requests.ts";

const usual = { withTexts: false, percent: 100 };
const requests = [...storedRequests("failures", 40), ...storedRequests("retries", 20)];
const spansOf = (request: StoredRequest, options = usual): readonly TraceSpan[] =>
  createSentRequests(10, options).spansOf(request);

test("a request is its root, and below it each stage that has a time", () => {
  for (const request of requests) {
    const { view } = request;
    const [root, ...stages] = spansOf(request);
    expect(root).toMatchObject({ name: "scep request", parentSpanId: null });
    expect(root?.attributes["scep.request.id"]).toBe(view.id);
    const timed = view.stages.filter(({ at }) => at !== null);
    expect(stages.map(({ attributes }) => attributes["scep.stage"])).toEqual(timed.map(({ stage }) => stage));
    expect(stages.map(({ startedAt }) => startedAt)).toEqual(timed.map(({ at }) => Date.parse(at ?? "")));
    expect(stages.map(({ durationMs }) => durationMs)).toEqual(
      timed.map(({ durationMs }) => durationMs ?? 0),
    );
    expect(
      stages.every(({ parentSpanId, traceId }) => parentSpanId === root?.spanId && traceId === root?.traceId),
    ).toBe(true);
  }
});

test("every record is an event of one span, with its place", () => {
  for (const request of requests) {
    const events = spansOf(request).flatMap((span) => span.events);
    const places = events.map(({ attributes }) =>
      JSON.stringify([attributes["scep.evidence.path"], attributes["scep.evidence.offset"]]),
    );
    expect(places.toSorted()).toEqual(
      request.view.evidence.map(({ path, offset }) => JSON.stringify([path, offset])).toSorted(),
    );
  }
});

test("the same request gives the same bytes, and no two spans have the same id", () => {
  const all = requests.flatMap((request) => spansOf(request));
  expect(JSON.stringify(requests.flatMap((request) => spansOf(structuredClone(request))))).toBe(
    JSON.stringify(all),
  );
  expect(new Set(all.map(({ spanId }) => spanId)).size).toBe(all.length);
  expect(
    all.every(({ traceId, spanId }) => /^[0-9a-f]{32}$/.test(traceId) && /^[0-9a-f]{16}$/.test(spanId)),
  ).toBe(true);
});

test("the ids are those that the documentation promises: links into a trace tool may be built on them", () => {
  const [root, contact] = spansOf(madeRequest({ id: "0123456789ab" }));
  expect(root).toMatchObject({ traceId: "ce6830b391ce2c966d0e826199d60aee", spanId: "74d3f3b6613422f1" });
  expect(contact).toMatchObject({ name: "scep contact", spanId: "ff605fc5f0b4eab5" });
});

test("what failed is an error that names its cause, and what succeeded is none", () => {
  const failed = spansOf(madeRequest({ id: "a", outcome: "failed", cause: "verify.challenge-expired" }))[0];
  expect(failed).toMatchObject({ status: "error", message: "About verify.challenge-expired" });
  expect(failed?.attributes).toMatchObject({
    "error.type": "verify.challenge-expired",
    "scep.cause.because": "it says so",
  });
  expect(spansOf(madeRequest({ id: "b", outcome: "failed" }))[0]?.attributes["error.type"]).toBe("_OTHER");
  expect(spansOf(madeRequest({ id: "c" }))[0]).toMatchObject({ status: "ok", message: "" });
  expect(spansOf(madeRequest({ id: "d", outcome: "open" }))[0]).toMatchObject({ status: "unset" });
});

test("a request without a time is no trace; a thousand records are told by the first of them", () => {
  expect(spansOf(madeRequest({ id: "a", started: null }))).toEqual([]);
  const one = madeRequest({ id: "b" });
  const many = {
    ...one,
    view: {
      ...one.view,
      evidence: Array.from({ length: 1000 }, (_, offset) => ({ ...evidenceOf(one), offset })),
    },
  };
  const [, contact] = spansOf(many);
  expect(contact).toMatchObject({ eventsLeftOut: 872 });
  expect(contact?.events).toHaveLength(128);
});

test("a record's words are sent only when asked for, without messages, and never where names are hidden", () => {
  const message = "A".repeat(400);
  const one = madeRequest({ id: "a", keys: [{ type: "userId", value: "ann@contoso.test" }] });
  const spoken = {
    ...one,
    notes: one.notes.map((note) => ({ ...note, text: `ann@contoso.test sent ${message}` })),
  };
  const told = { ...usual, withTexts: true };
  expect(JSON.stringify(spansOf(spoken))).not.toContain("sent");
  expect(JSON.stringify(spansOf(spoken, told))).toContain("ann@contoso.test sent [400 characters]");
  const hidden = disguise(spoken, createPseudonyms({ users: true, devices: true, key: "k".repeat(16) }));
  expect(JSON.stringify(spansOf(hidden, told))).not.toMatch(/ann@|sent/);
});

describe("late evidence", () => {
  const sent = createSentRequests(2, usual);
  const first = madeRequest({ id: "a" });
  const late = { ...evidenceOf(first), offset: 99, at: "2026-11-22T06:10:00.000Z" };
  const grown = {
    ...first,
    view: { ...first.view, evidence: [...first.view.evidence, late] },
    notes: [...first.notes, ...first.notes],
  };

  test("of a request that was sent is a trace of its own, with a link and only what is new", () => {
    const [root] = sent.spansOf(first);
    sent.sent(first);
    const spans = sent.spansOf(grown);
    expect(spans).toHaveLength(1);
    expect(spans[0]).toMatchObject({
      name: "scep late evidence",
      parentSpanId: null,
      startedAt: startOfTime + 600_000,
      links: [{ traceId: root?.traceId, spanId: root?.spanId }],
    });
    expect(spans[0]?.events.map(({ attributes }) => attributes["scep.evidence.offset"])).toEqual([99]);
    expect(spans[0]?.traceId).not.toBe(root?.traceId);
    expect(sent.spansOf(grown)).toEqual(spans);
  });

  test("that was sent is not sent again; what was forgotten is sent as it was", () => {
    sent.sent(grown);
    expect(sent.spansOf(grown)).toEqual([]);
    expect(sent.spansOf(first)).toEqual([]);
    for (const id of ["b", "c"]) sent.sent(madeRequest({ id }));
    expect(sent.spansOf(first)).toEqual(spansOf(first));
  });
});

test("failures are always sent; of the others the share that is asked for, and those of a smaller share are among those of a larger", () => {
  const many = Array.from({ length: 4000 }, (_, index) => madeRequest({ id: String(index) }));
  const of = (percent: number): Set<string> =>
    new Set(many.filter((one) => isSampled(one, percent)).map(({ view }) => view.id));
  expect(of(100).size).toBe(4000);
  expect(of(0).size).toBe(0);
  expect(of(25).size).toBeGreaterThan(880);
  expect(of(25).size).toBeLessThan(1120);
  expect(of(10).isSubsetOf(of(25))).toBe(true);
  expect(isSampled(madeRequest({ id: "x", outcome: "failed" }), 0)).toBe(true);
});

test("every attribute that is sent is documented for where it stands", () => {
  const seen = new Map<string, Set<string>>();
  const see = (carrier: Carrier, attributes: TraceAttributes): void => {
    const names = seen.get(carrier) ?? new Set();
    for (const name of Object.keys(attributes)) names.add(name);
    seen.set(carrier, names);
  };
  for (const request of requests)
    for (const [index, span] of spansOf(request, { withTexts: true, percent: 50 }).entries()) {
      see(index === 0 ? "request" : "stage", span.attributes);
      for (const { attributes } of span.events) see("event", attributes);
    }
  const documented = (carrier: Carrier): string[] =>
    traceAttributes.filter(({ on }) => on.includes(carrier)).map(({ name }) => name);
  for (const [carrier, names] of seen)
    expect(
      [...names].filter(
        (name) => !traceAttributes.some((one) => one.name === name && one.on.some((on) => on === carrier)),
      ),
    ).toEqual([]);
  const rare = new Set(["scep.evidence.untimed"]);
  for (const carrier of ["request", "stage", "event"] as const)
    expect(documented(carrier).filter((name) => !rare.has(name) && !seen.get(carrier)?.has(name))).toEqual(
      [],
    );
});

function evidenceOf({ view }: StoredRequest): StoredRequest["view"]["evidence"][number] {
  const [evidence] = view.evidence;
  if (evidence === undefined) throw new Error("no evidence");
  return evidence;
}
