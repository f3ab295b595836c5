import { describe, expect, it } from "vitest";
import type { KeyType } from "../../../../../processors/contract/index.ts";
import { pointFragment } from "../../../../../processors/requests/fragment.ts";
import type { Fragment, Role } from "../../../../../processors/requests/fragment.ts";
import { enterFragment } from "../../../../../processors/requests/joins/incoming.ts";
import { createLedger, settleLedger } from "../../../../../processors/requests/joins/ledger.ts";
import type { History } from "../../../../../processors/requests/joins/history.ts";
import type { LedgerLimits } from "../../../../../processors/requests/joins/ledger.ts";
import { defaultLimits } from "../../../../../processors/requests/index.ts";
import { inFiles, observed, startMs } from "../../../../support/observed.ts";

const limits: LedgerLimits = { ...defaultLimits, lifetimeMs: 10_000, observationsMax: 1000 };
const end = Number.POSITIVE_INFINITY;

type Keys = Readonly<Partial<Record<KeyType, string>>>;

/** A record at a time with keys, as a fragment; on a host of its own where one is given. */
function part(at: number | null, keys: Keys, role: Role = "ca-request", host = "ndes01"): Fragment {
  const [one] = inFiles([observed("ca", "issue.issued", { at, keys, host })]);
  if (one === undefined) throw new Error("unreachable");
  return pointFragment(role, one);
}

/** Times of the records of each history, ms after the start, in the order in which the histories left. */
function timesOf(histories: readonly History[]): (number | null)[][] {
  return histories.map(({ entries }) =>
    entries
      .map(({ fragment }) => (Number.isNaN(fragment.start) ? null : fragment.start - startMs))
      .toSorted((a, b) => (a ?? -1) - (b ?? -1)),
  );
}

function settled(fragments: readonly Fragment[], more: Partial<LedgerLimits> = {}): (number | null)[][] {
  const ledger = createLedger();
  for (const fragment of fragments) enterFragment(ledger, fragment);
  return timesOf(settleLedger(ledger, end, { ...limits, ...more }));
}

describe("records make one history", () => {
  it.each([
    { name: "with one key", parts: [part(0, { thumbprint: "A" }), part(5, { thumbprint: "A" })] },
    {
      name: "on two hosts",
      parts: [part(0, { serialNumber: "1" }), part(5, { serialNumber: "1" }, "ca-request", "ca01")],
    },
    {
      name: "over a third that holds both keys",
      parts: [
        part(0, { thumbprint: "A" }),
        part(5, { thumbprint: "A", serialNumber: "1" }),
        part(9, { serialNumber: "1" }),
      ],
    },
    {
      name: "over a third that comes last",
      parts: [
        part(0, { thumbprint: "A" }),
        part(5, { serialNumber: "1" }),
        part(9, { thumbprint: "A", serialNumber: "1" }),
      ],
    },
    {
      name: "again and again, each within the lifetime of the one before",
      parts: [0, 9000, 18_000, 27_000].map((at) => part(at, { thumbprint: "A" })),
    },
  ])("$name, whatever came first", ({ parts }) => {
    const times = [parts.map(({ start }) => start - startMs)];
    expect(settled(parts)).toEqual(times);
    expect(settled(parts.toReversed())).toEqual(times);
  });
});

describe("records make two histories", () => {
  it.each([
    { name: "with two keys", parts: [part(0, { thumbprint: "A" }), part(5, { thumbprint: "B" })] },
    { name: "with one weak key", parts: [part(0, { deviceId: "d" }), part(5, { deviceId: "d" })] },
    {
      name: "with one value of two types",
      parts: [part(0, { thumbprint: "A" }), part(5, { serialNumber: "A" })],
    },
    {
      name: "when the first was quiet for longer than its lifetime",
      parts: [part(0, { thumbprint: "A" }), part(10_001, { thumbprint: "A" })],
    },
  ])("$name", ({ parts }) => {
    expect(settled(parts)).toHaveLength(2);
  });
});

describe("a history that the CA holds for approval", () => {
  const hour = 3_600_000;
  const names = { caRequestId: "ca01/40", thumbprint: "A" };
  const held = (at: number, keys: Keys = names): Fragment => {
    const [one] = inFiles([observed("ca", "issue.pending", { at, keys, outcome: "pending" })]);
    if (one === undefined) throw new Error("unreachable");
    return pointFragment("ca-request", one);
  };
  const decided = (at: number, keys: Keys): Fragment => {
    const [one] = inFiles([observed("ca", "issue.issued", { at, keys, outcome: "ok" })]);
    if (one === undefined) throw new Error("unreachable");
    return pointFragment("ca-request", one);
  };

  it("waits for the CA's word, by the CA's number, for four days", () => {
    expect(settled([held(0), decided(3 * hour, { caRequestId: "ca01/40" })])).toEqual([[0, 3 * hour]]);
    expect(settled([held(0), decided(97 * hour, { caRequestId: "ca01/40" })])).toHaveLength(2);
  });

  it("waits for nothing else: who tries again with the same key is another", () => {
    expect(settled([held(0), decided(3 * hour, { thumbprint: "A" })])).toHaveLength(2);
    expect(settled([decided(0, names), decided(3 * hour, { caRequestId: "ca01/40" })])).toHaveLength(2);
  });

  it("leaves once the CA has decided, as any other does, and after four days without a word", () => {
    const ledger = createLedger();
    enterFragment(ledger, held(0));
    expect(settleLedger(ledger, startMs + 3 * hour, limits)).toEqual([]);
    enterFragment(ledger, decided(3 * hour, { caRequestId: "ca01/40" }));
    expect(settleLedger(ledger, startMs + 3 * hour + 10_001, limits)).toHaveLength(1);
    enterFragment(ledger, held(4 * hour));
    expect(settleLedger(ledger, startMs + 100 * hour, limits)).toEqual([]);
    expect(settleLedger(ledger, startMs + 100 * hour + 1, limits)).toHaveLength(1);
    expect([ledger.held.size, ledger.evicted, ledger.observations]).toEqual([0, 0, 0]);
  });

  it("is one of a thousand at most: the oldest leaves, and no other that waits", () => {
    const ledger = createLedger();
    for (let index = 0; index < 1001; index += 1)
      enterFragment(ledger, held(index, { caRequestId: `ca01/${index}` }));
    enterFragment(ledger, part(0, { thumbprint: "B" }));
    const room = { ...limits, observationsMax: 5000 };
    expect(timesOf(settleLedger(ledger, startMs + 5000, room))).toEqual([[0]]);
    expect([ledger.held.size, ledger.histories.size, ledger.evicted]).toEqual([1000, 1, 1]);
  });
});

describe("a history leaves", () => {
  it("when nothing can join it any more, and not before", () => {
    const ledger = createLedger();
    enterFragment(ledger, part(0, { thumbprint: "A" }));
    expect(settleLedger(ledger, startMs + 10_000, limits)).toEqual([]);
    expect(timesOf(settleLedger(ledger, startMs + 10_001, limits))).toEqual([[0]]);
    expect([ledger.evicted, ledger.observations, ledger.names.size]).toEqual([0, 0, 0]);
  });

  it("in the order of its last change", () => {
    expect(
      settled([part(0, { thumbprint: "A" }), part(1, { thumbprint: "B" }), part(2, { thumbprint: "A" })]),
    ).toEqual([[1], [0, 2]]);
  });

  it("the quietest first and counted, when there are too many records", () => {
    const ledger = createLedger();
    for (let index = 0; index < 50; index += 1)
      enterFragment(ledger, part(index, { thumbprint: `T${index}` }));
    const left = settleLedger(ledger, startMs + 1000, { ...limits, observationsMax: 20 });
    expect(timesOf(left)).toEqual(Array.from({ length: 30 }, (_, index) => [index]));
    expect([ledger.evicted, ledger.observations]).toEqual([30, 20]);
  });

  it("with all that it held: the same key afterwards is a history of its own", () => {
    const ledger = createLedger();
    enterFragment(ledger, part(0, { thumbprint: "A" }));
    settleLedger(ledger, startMs + 20_000, limits);
    enterFragment(ledger, part(20_500, { thumbprint: "A" }));
    expect(timesOf(settleLedger(ledger, end, limits))).toEqual([[20_500]]);
  });

  it("not while a source may still bring what is older", () => {
    const ledger = createLedger();
    enterFragment(ledger, part(5000, { thumbprint: "A" }));
    expect(settleLedger(ledger, startMs + 5000, limits)).toEqual([]);
    enterFragment(ledger, part(0, { thumbprint: "A" }));
    expect(timesOf(settleLedger(ledger, end, limits))).toEqual([[0, 5000]]);
  });
});

describe("records without a time", () => {
  it("stay to the end, unless a record with a time joins them", () => {
    const ledger = createLedger();
    enterFragment(ledger, part(null, { transactionId: "T1" }));
    enterFragment(ledger, part(null, { transactionId: "T2" }));
    settleLedger(ledger, startMs - 1, limits);
    enterFragment(ledger, part(0, { transactionId: "T1" }, "ndes-event"));
    expect(timesOf(settleLedger(ledger, startMs + 20_000, limits))).toEqual([[null, 0]]);
    expect(timesOf(settleLedger(ledger, end, limits))).toEqual([[null]]);
  });

  it.each([
    { whose: "a CA", role: "ca-request" as const, when: "and has left", settleAt: 20_000 },
    { whose: "a CA", role: "ca-request" as const, when: "and is there still", settleAt: 1 },
    { whose: "a device", role: "device-run" as const, when: "and has left", settleAt: 20_000 },
    { whose: "a device", role: "device-run" as const, when: "and is there still", settleAt: 1 },
  ])(
    "stay when a record of $whose that they share a key with is past $when: its clock may be behind",
    ({ role, settleAt }) => {
      const ledger = createLedger();
      enterFragment(ledger, part(0, { serialNumber: "a1" }, role));
      enterFragment(ledger, part(null, { serialNumber: "a1", statusFile: "ndes01/A.CRS" }, "status-file"));
      const gone = timesOf(settleLedger(ledger, startMs + settleAt, limits));
      enterFragment(ledger, part(50_000, { statusFile: "ndes01/A.CRS" }, "crp-notify"));
      expect([...gone, ...timesOf(settleLedger(ledger, end, limits))]).toEqual([[0], [null, 50_000]]);
      expect(ledger.observations).toBe(0);
    },
  );
});

describe("an upload, which names user and device only", () => {
  const device = { deviceId: "d1", userId: "u1" };
  const waiting = (at: number, thumbprint: string, keys: Keys = device): Fragment =>
    part(at, { thumbprint, ...keys }, "status-file");
  const upload = (at: number, keys: Keys = device): Fragment => part(at, keys, "upload");

  it.each([
    { name: "joins the only request that waits for it", parts: [waiting(0, "A"), upload(500)], histories: 1 },
    {
      name: "joins none of two that wait",
      parts: [waiting(0, "A"), waiting(1, "B"), upload(500)],
      histories: 3,
    },
    {
      name: "goes by the device before the user",
      parts: [waiting(0, "A"), waiting(1, "B", { deviceId: "d2", userId: "u1" }), upload(500)],
      histories: 2,
    },
    {
      name: "goes by the user where the device is not told",
      parts: [waiting(0, "A", { userId: "u1" }), upload(500)],
      histories: 1,
    },
    { name: "does not join what came after it", parts: [upload(0), waiting(500, "A")], histories: 2 },
    { name: "does not join what was over long ago", parts: [waiting(0, "A"), upload(20_000)], histories: 2 },
    {
      name: "joins once: a second one finds nobody who waits",
      parts: [waiting(0, "A"), upload(500), upload(600)],
      histories: 2,
    },
    {
      name: "after another, joins the request that began to wait since",
      parts: [waiting(0, "A"), upload(500), waiting(600, "B"), upload(900)],
      histories: 2,
    },
    {
      name: "of another host joins nothing",
      parts: [waiting(0, "A"), part(500, device, "upload", "ndes02")],
      histories: 2,
    },
  ])("$name", ({ parts, histories }) => {
    expect(settled(parts)).toHaveLength(histories);
    expect(settled(parts.toReversed())).toHaveLength(histories);
  });

  it.each([end, 5000])(
    "joins no request whose end was told and that is past, left or not: %s ms",
    (settleAt) => {
      const ledger = createLedger();
      const [result] = inFiles([
        observed("connector", "report.result", { at: 100, outcome: "ok", keys: { thumbprint: "A" } }),
      ]);
      if (result === undefined) throw new Error("unreachable");
      enterFragment(ledger, waiting(0, "A"));
      enterFragment(ledger, pointFragment("report-event", result));
      const reported = { ...limits, reportedMs: 3000 };
      const gone = settleAt === end ? [] : settleLedger(ledger, startMs + settleAt, reported);
      for (const one of [waiting(6000, "B"), upload(6500)]) enterFragment(ledger, one);
      const left = timesOf([...gone, ...settleLedger(ledger, end, reported)]);
      expect(left).toEqual([
        [0, 100],
        [6000, 6500],
      ]);
    },
  );
});

describe("what has no usable time", () => {
  /** A status file that tells when it was last changed. */
  function statusFile(at: number | null, name: string, keys: Keys = {}): Fragment {
    const [one] = inFiles([
      observed("status-file", "report.status-file", {
        at,
        keys: { statusFile: name, ...keys },
        facts: { folder: "succeed" },
      }),
    ]);
    if (one === undefined) throw new Error("unreachable");
    return { ...pointFragment("status-file", one), start: Number.NaN, end: Number.NaN };
  }

  it("waits for its request until all sources have passed the moment that it tells by a lifetime", () => {
    const ledger = createLedger();
    enterFragment(ledger, statusFile(0, "A"));
    enterFragment(ledger, statusFile(100_000, "B"));
    enterFragment(ledger, statusFile(null, "C"));
    const left = (at: number): number => settleLedger(ledger, startMs + at, limits).length;
    expect([left(10_000), left(10_000 + 60_001), left(300_000), left(900_000)]).toEqual([0, 1, 1, 0]);
    expect(settleLedger(ledger, end, limits)).toHaveLength(1);
  });

  it("is joined by name before that, however late its request is read", () => {
    const ledger = createLedger();
    enterFragment(ledger, statusFile(0, "A"));
    settleLedger(ledger, startMs + 5000, limits);
    enterFragment(ledger, part(6000, { statusFile: "A" }));
    const [history] = settleLedger(ledger, end, limits);
    expect(history?.entries).toHaveLength(2);
  });

  it.each([
    { what: "within a lifetime of its log", at: 9000, left: [[null, 0]] },
    { what: "later", at: 11_000, left: [[0], [null]] },
  ])("goes with the device whose certificate it names where it was changed $what", ({ at, left }) => {
    for (const settleAt of [1, 15_000, end]) {
      const ledger = createLedger();
      enterFragment(ledger, statusFile(at, "A", { thumbprint: "T" }));
      enterFragment(ledger, part(0, { thumbprint: "T" }, "device-run"));
      const gone = settleLedger(ledger, startMs + settleAt, limits);
      expect(timesOf([...gone, ...settleLedger(ledger, end, limits)])).toEqual(left);
    }
  });

  it.each([1, 20_000, 90_000, end])(
    "is not waited for by a device that says it came a lifetime later, whether it is there still: %s ms",
    (settleAt) => {
      const ledger = createLedger();
      enterFragment(ledger, statusFile(0, "A", { thumbprint: "T" }));
      const gone = settleLedger(ledger, startMs + settleAt, limits);
      enterFragment(ledger, part(100_000, { thumbprint: "T" }, "device-run"));
      const left = timesOf([...gone, ...settleLedger(ledger, end, limits)]);
      expect(left.toSorted(([a], [b]) => (a ?? 0) - (b ?? 0))).toEqual([[null], [100_000]]);
    },
  );

  it("ends its request's wait for more, whether it is read before or with it: who tries again later is another", () => {
    const parts = [
      part(0, { statusFile: "A" }, "crp-notify"),
      part(10, { serialNumber: "1", publicKeyHash: "k" }),
      part(6000, { publicKeyHash: "k" }),
    ];
    const file = statusFile(0, "A", { serialNumber: "1" });
    for (const settleAt of [Number.NEGATIVE_INFINITY, 5]) {
      const ledger = createLedger();
      enterFragment(ledger, file);
      settleLedger(ledger, startMs + settleAt, limits);
      for (const one of parts) enterFragment(ledger, one);
      const left = settleLedger(ledger, end, { ...limits, reportedMs: 5000 });
      expect(timesOf(left)).toEqual([[null, 0, 10], [6000]]);
    }
  });

  it("takes no room from histories that go on", () => {
    const ledger = createLedger();
    for (let number = 0; number < 50; number += 1) enterFragment(ledger, statusFile(null, `F${number}`));
    enterFragment(ledger, part(0, { thumbprint: "A" }));
    expect(settleLedger(ledger, startMs + 1, { ...limits, observationsMax: 10 })).toEqual([]);
    expect(ledger.evicted).toBe(0);
  });
});
