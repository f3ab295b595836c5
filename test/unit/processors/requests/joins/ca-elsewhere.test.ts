import { deserialize, serialize } from "node:v8";
import { describe, expect, it } from "vitest";
import { claimCause } from "../../../../../processors/causes/index.ts";
import type { Observation, Request } from "../../../../../processors/contract/index.ts";
import { createBook, defaultLimits } from "../../../../../processors/requests/index.ts";
import type { BookState } from "../../../../../processors/requests/index.ts";
import { feedBook, linesOf, requestsOf } from "../../../../support/feed-book.ts";
import type { Given } from "../../../../support/observed.ts";
import {
  caIssued,
  inFiles,
  legacyRequest,
  observed,
  pluginRun,
  row,
  startMs,
} from "../../../../support/observed.ts";

const hour = 3_600_000;

/** A run on a host that left verification at 301 ms and notified at 500 ms, within a call; the registration point's log is not there. */
function run(at: number, host = "ndes01"): Observation[] {
  const times = { at, returnedAt: at + 300, notifyAt: at + 500, notifiedAt: at + 560 };
  const call = row("contact.pki-operation", { endAt: at + 600, tookMs: 610 });
  return [...pluginRun(`${at}`, times), call].map((one) => ({
    ...one,
    host,
    fileId: `${host}/${one.writer}`,
  }));
}

/** What the CA on its own host logs of a request that it denied. */
function denied(id: number, at: number, facts: Observation["facts"] = {}): Observation[] {
  const [received, decided] = caIssued(id, at, { host: "ca01" });
  if (received === undefined || decided === undefined) throw new Error("unreachable");
  const told = { ...decided.facts, code: "0x80094800", ...facts };
  return [
    { ...received, facts: { ...received.facts, ...facts } },
    { ...decided, kind: "issue.denied", outcome: "failed", facts: told },
  ];
}

function issued(id: number, at: number, given: Given = {}): Observation[] {
  return caIssued(id, at, { host: "ca01", ...given });
}

/** By request: how sure the CA's records in it are. */
function gradesOf(requests: readonly Request[]): string[][] {
  return requests.map(({ evidence }) =>
    evidence.filter(({ observation }) => observation.writer === "ca").map(({ grade }) => grade),
  );
}

const probable = ["probable", "probable"];

describe("what a CA on another host logged, and no identifier places", () => {
  it("belongs to the only attempt that waited for it then, as probable and never more", () => {
    expect(gradesOf(requestsOf(inFiles([...run(0), ...issued(7, 350)])))).toEqual([probable]);
  });

  it("fails the request at stage 4 with its cause, where it is a denial", () => {
    const [request] = requestsOf(inFiles([...run(0), ...denied(7, 350)]));
    expect([request?.outcome, request?.failedStage, request?.stages[3]?.grade]).toEqual([
      "failed",
      4,
      "probable",
    ]);
    const calm = { verifiedNear: 0, refusedNear: 0, signals: new Set<string>() };
    const claim = request === undefined ? null : claimCause(request, calm);
    expect(claim?.cause.id).toBe("issue.template-unsupported");
  });

  it.each([
    { what: "9 s behind", at: 350 - 9000, grades: [probable] },
    { what: "9 s ahead", at: 350 + 9000, grades: [probable] },
    { what: "11 s behind", at: 350 - 11_000, grades: [[]] },
    { what: "11 s ahead", at: 350 + 11_000, grades: [[]] },
  ])("is looked for as far as the clocks of two servers differ: $what", ({ at, grades }) => {
    expect(gradesOf(requestsOf(inFiles([...run(0), ...issued(7, at)])))).toEqual(grades);
  });

  it("belongs to the attempt of the host that it names", () => {
    const [near, named] = [run(0), run(5000, "ndes02")];
    const requests = requestsOf(
      inFiles([...near, ...named, ...denied(7, 350, { ndesHost: "ndes02.contoso.test" })]),
    );
    expect(gradesOf(requests)).toEqual([[], probable]);
  });

  it.each([
    { what: "two attempts waited for it", of: [...run(0), ...run(15_000), ...denied(7, 7000)] },
    {
      what: "the attempt may have waited for another",
      of: [...run(0), ...denied(7, 350), ...denied(8, 5000)],
    },
    { what: "it names another host", of: [...run(0), ...denied(7, 350, { ndesHost: "pc17.contoso.test" })] },
    {
      what: "the attempt was refused before",
      of: [...pluginRun("1", { at: 0, returnedAt: 300, verdict: false }), ...denied(7, 350)],
    },
    {
      what: "it was denied, and the attempt's certificate issued",
      of: [...legacyRequest("1", 0, "A"), ...denied(7, 400)],
    },
    {
      what: "it was issued, and the attempt was refused",
      of: [
        ...run(0),
        observed("ndes", "issue.failed", { at: 450, thread: "9/0", outcome: "failed" }),
        ...issued(7, 350),
      ],
    },
    {
      what: "both were refused, for other reasons",
      of: [
        ...run(0),
        observed("ndes", "issue.failed", {
          at: 450,
          thread: "9/0",
          outcome: "failed",
          facts: { code: "0x800706ba" },
        }),
        ...denied(7, 350),
      ],
    },
  ])("belongs to nobody where $what", ({ of }) => {
    expect(gradesOf(requestsOf(inFiles(of))).flat()).toEqual([]);
  });

  it("leaves an attempt alone that has its request of a CA on its own host, and takes it for no rival", () => {
    const own = [...run(0), ...caIssued(7, 350)];
    expect(gradesOf(requestsOf(inFiles([...own, ...issued(9, 3000)])))).toEqual([["exact", "exact"]]);
    const requests = requestsOf(inFiles([...own, ...run(5000), ...issued(9, 5350)]));
    expect(gradesOf(requests)).toEqual([["exact", "exact"], probable]);
  });

  it("belongs to an attempt although it names no host, where there is one host of NDES only", () => {
    const nameless = denied(7, 350).map((one) => ({ ...one, facts: { code: "0x80094800" } }));
    expect(gradesOf(requestsOf(inFiles([...run(0), ...nameless])))).toEqual([probable]);
    const others = run(-hour / 2, "ndes02");
    expect(gradesOf(requestsOf(inFiles([...others, ...run(0), ...nameless])))).toEqual([[], []]);
  });

  it("goes by an identifier that comes to light later, whatever time says", () => {
    const serial = { serialNumber: "61000010050503a4" };
    const call = row(
      "contact.pki-operation",
      { endAt: 40_000, tookMs: 500 },
      { keys: { transactionId: "T1" } },
    );
    const report = observed("connector", "report.completed", {
      at: 90_000,
      outcome: "ok",
      keys: { transactionId: "T1", ...serial },
    });
    const observations = inFiles([...run(0), call, report, ...issued(7, 350, { keys: serial })]);
    const holders = requestsOf(observations).filter(({ keys }) => keys.has("caRequestId"));
    expect(holders.map(({ keys }) => keys.get("transactionId"))).toEqual([["T1"]]);
  });

  it("is waited for when it is held for approval: what the CA decides hours later belongs to the same request", () => {
    const [received, decided] = issued(7, 350);
    const [, approved] = issued(7, 3 * hour);
    if (received === undefined || decided === undefined || approved === undefined)
      throw new Error("unreachable");
    const pending: Observation = { ...decided, kind: "issue.pending", outcome: "pending" };
    const observations = inFiles([...run(0), received, pending, approved]);
    const requests = requestsOf(observations);
    expect(gradesOf(requests)).toEqual([[...probable, "probable"]]);
    expect(requests.map(({ outcome }) => outcome)).toEqual(["succeeded"]);
  });

  it("belongs to nobody where most of what this CA logged of the host fits none of its attempts: their clocks differ", () => {
    const minutes = Array.from({ length: 12 }, (_, index) => index * 60_000);
    const attempts = minutes.flatMap((at) => run(at));
    const late = minutes.slice(0, 6).flatMap((at, index) => denied(index, at + 30_000));
    const chance = denied(40, 11 * 60_000 + 350);
    expect(gradesOf(requestsOf(inFiles([...attempts, ...late, ...chance]))).flat()).toEqual([]);
    expect(gradesOf(requestsOf(inFiles([...attempts, ...chance]))).flat()).toEqual(probable);
  });

  it("is compared with nothing in a crowd, and again when it is over", () => {
    const crowd = Array.from({ length: 2100 }, (_, id) => denied(1000 + id, id * 4, { ndesHost: "pc17" }));
    const known = [...run(9000), ...denied(7, 9350), ...run(120_000), ...denied(8, 120_350)];
    const joined = (observations: readonly Observation[]): string[] =>
      gradesOf(requestsOf(inFiles(observations))).flat();
    expect(joined(known)).toEqual([...probable, ...probable]);
    expect(joined([...crowd.flat(), ...known])).toEqual(probable);
  });
});

describe("what joins by time", () => {
  const observations = inFiles([
    ...run(0),
    ...denied(7, 2000),
    ...run(60_000),
    ...run(63_000),
    ...denied(8, 60_350),
    ...denied(9, 63_350),
    ...run(120_000, "ndes02"),
    ...denied(10, 118_000, { ndesHost: "ndes02" }),
    ...run(180_000),
    ...run(40 * 60_000),
    ...denied(11, 40 * 60_000 - 4000),
  ]);
  const expected = linesOf(feedBook([{ add: observations }]));

  it("is the same however far the sources were read when it was asked for", () => {
    expect(
      gradesOf(feedBook([{ add: observations }]).requests).filter(({ length }) => length > 0),
    ).toHaveLength(3);
    for (const stepMs of [700, 9000, 61_000, 20 * 60_000]) {
      const book = createBook();
      const requests: Request[] = [];
      let rest = observations.toReversed();
      for (let at = startMs; rest.length > 0; at += stepMs) {
        book.add(rest.filter((one) => (one.at ?? 0) < at));
        rest = rest.filter((one) => !((one.at ?? 0) < at));
        requests.push(...book.advance(at));
      }
      requests.push(...book.end());
      expect(linesOf({ requests, unbound: book.unbound, evicted: book.evicted() })).toEqual(expected);
    }
  });

  it("is the same when the book is saved and restored at any moment", () => {
    // At the first of these the CA's records are not decided yet, those of NDES are.
    for (const minute of [17 + 1 / 60, 1, 20, 41, 58, 59]) {
      const first = createBook();
      first.add(observations);
      const before = first.advance(startMs + minute * 60_000);
      const saved: BookState = deserialize(serialize(first.save()));
      const second = createBook(defaultLimits, saved);
      const requests = [...before, ...second.end()];
      expect(linesOf({ requests, unbound: second.unbound, evicted: second.evicted() })).toEqual(expected);
    }
  });

  it("is the same whether an identifier that says otherwise comes to light before or after", () => {
    const serial = { serialNumber: "61000010050503a4" };
    const observations = inFiles([
      ...run(0),
      ...legacyRequest("2", 40_000, "A").map((one) =>
        one.writer === "status-file"
          ? { ...one, keys: [...one.keys, { type: "serialNumber" as const, value: serial.serialNumber }] }
          : one,
      ),
      ...issued(7, 350, { keys: serial }),
      ...run(50 * 60_000),
    ]);
    const file = observations.filter((one) => one.writer === "status-file");
    const others = observations.filter((one) => one.writer !== "status-file");
    const fed = [
      [{ add: observations }],
      [{ add: file }, { advance: startMs - 1 }, { add: others }],
      [{ add: others }, { advance: startMs + 49 * 60_000 }, { add: file }],
    ].map((steps) => linesOf(feedBook(steps)));
    expect(fed[1]).toEqual(fed[0]);
    expect(fed[2]).toEqual(fed[0]);
    const requests = requestsOf(observations);
    expect(gradesOf(requests).flat()).toEqual(["key", "key"]);
    // Neither is an attempt of the other's history.
    expect(requests.filter(({ id }) => id.includes("."))).toEqual([]);
  });

  it("leaves nothing behind: what waits is gone once its time is over", () => {
    const book = createBook();
    book.add(observations);
    book.advance(startMs + 3 * hour);
    const { requests, attempts } = book.save().ledger.elsewhere;
    expect([requests.length, attempts.length]).toEqual([0, 0]);
  });
});
