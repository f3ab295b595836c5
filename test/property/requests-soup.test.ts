import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Kind, Observation, Writer } from "../../processors/contract/index.ts";
import { feedBook, linesOf, placeOf } from "../support/feed-book.ts";
import type { Outcome } from "../support/feed-book.ts";
import { interleave } from "../support/interleave.ts";
import { inFiles, observed } from "../support/observed.ts";

/**
 * Records that no host would write: any kinds in any order, with few threads, few identifiers and little time between them. What
 * comes out may be nonsense, but it is the same nonsense in any order, and no record is lost, doubled or joined against its keys.
 */
const kindsOf: readonly (readonly [writer: Writer, kinds: readonly Kind[]])[] = [
  [
    "plugin",
    [
      "verify.started",
      "run.sent",
      "verify.returned",
      "verify.finished",
      "report.started",
      "report.finished",
      "run.failed",
      "run.note",
    ],
  ],
  [
    "crp",
    [
      "verify.started",
      "verify.phase",
      "verify.finished",
      "report.started",
      "report.queued",
      "report.finished",
      "run.note",
    ],
  ],
  [
    "connector",
    [
      "verify.received",
      "verify.finished",
      "issue.issued",
      "issue.denied",
      "report.completed",
      "report.result",
      "run.note",
    ],
  ],
  [
    "iis",
    [
      "contact.pki-operation",
      "contact.capabilities",
      "contact.ca-certificate",
      "verify.call",
      "report.call",
      "contact.probe",
    ],
  ],
  ["httperr", ["contact.http-error"]],
  ["ndes", ["verify.refused", "issue.failed", "contact.unreadable"]],
  ["ca", ["issue.received", "issue.issued", "issue.denied"]],
  ["status-file", ["report.status-file"]],
  ["uploader", ["report.entry", "report.batch", "run.note"]],
  ["windows-device", ["profile.received", "contact.device-request", "deliver.installed", "deliver.failed"]],
  [
    "android-device",
    [
      "profile.received",
      "contact.device-call",
      "contact.device-request",
      "deliver.reply",
      "profile.root-state",
    ],
  ],
  ["apple-device", ["contact.device-call", "contact.device-request", "deliver.installed"]],
  ["system", ["host.pool-crashed", "host.pool-stopped", "host.worker-crashed"]],
];

/** Each kind of record has identifiers of its own: in these pools they are few, so that much collides. */
const pools = {
  transactionId: ["A1", "B2", "C3"],
  thumbprint: ["AA", "BB"],
  serialNumber: ["1", "2", "3"],
  publicKeyHash: ["ab", "cd"],
  statusFile: ["ndes01/F1", "ndes01/F2"],
  deviceId: ["d1", "d2"],
} as const;

const told = (...types: readonly (keyof typeof pools)[]) =>
  fc.constantFrom(...types.flatMap((type) => pools[type].map((value) => ({ [type]: value }))), {});

const keysOf: ReadonlyMap<Writer, ReturnType<typeof told>> = new Map<Writer, ReturnType<typeof told>>([
  ["iis", told("transactionId", "publicKeyHash")],
  ["connector", told("transactionId")],
  ["crp", told("statusFile", "deviceId")],
  ["status-file", told("statusFile", "thumbprint", "serialNumber", "deviceId")],
  ["uploader", told("deviceId")],
  ["windows-device", told("thumbprint")],
  ["android-device", told("transactionId")],
  ["apple-device", told("transactionId")],
]);

const record = fc.constantFrom(...kindsOf).chain(([writer, kinds]) =>
  fc.record({
    writer: fc.constant(writer),
    kind: fc.constantFrom(...kinds),
    at: fc.integer({ min: 0, max: 8000 }),
    thread: fc.constantFrom("1", "2", ""),
    outcome: fc.constantFrom("none", "ok", "failed", "pending"),
    durationMs: fc.constantFrom(-1, 0, 30, 400, 2500),
    keys: keysOf.get(writer) ?? fc.constant({}),
    caRequest: fc.constantFrom("1", "2", ""),
    device: fc.constantFrom("", "1"),
  }),
);

const soup = fc.array(record, { minLength: 2, maxLength: 60, size: "max" }).map((records) =>
  inFiles(
    records
      .toSorted((a, b) => a.at - b.at)
      .map(({ caRequest, device, keys, durationMs, ...one }): Observation => {
        const isDevice = one.writer.endsWith("-device");
        const named = one.writer === "ca" && caRequest !== "" ? { caRequestId: `ndes01/${caRequest}` } : {};
        // Neither a call before the request nor a profile that arrived knows the identifiers of what is to come.
        const isBefore =
          one.kind.startsWith("profile.") || (one.writer === "iis" && one.kind !== "contact.pki-operation");
        return observed(one.writer, one.kind, {
          ...one,
          thread: one.writer === "iis" ? "" : one.thread,
          at: one.writer === "iis" ? Math.floor(one.at / 1000) * 1000 : one.at,
          durationMs: one.writer === "iis" ? durationMs : -1,
          keys: isBefore ? {} : { ...keys, ...named },
          host: isDevice ? `phone${device}` : "ndes01",
        });
      }),
  ),
);

describe("any records", () => {
  it("give the same requests in any order and portions", () => {
    fc.assert(
      fc.property(
        soup,
        fc.array(fc.nat(), { maxLength: 40 }),
        fc.infiniteStream(fc.nat()),
        (records, turns, random) => {
          const expected = linesOf(feedBook([{ add: records }]));
          const files = [...Map.groupBy(records, ({ fileId }) => fileId).values()];
          const mixed = records
            .map((one) => ({ one, rank: random.next().value }))
            .toSorted((a, b) => a.rank - b.rank)
            .map(({ one }) => one);
          expect(linesOf(feedBook([{ add: mixed }]))).toEqual(expected);
          expect(linesOf(feedBook(interleave(files, turns)))).toEqual(expected);
        },
      ),
      { numRuns: 400, seed: 20_261_122 },
    );
  });

  it("are each in one request, or counted as unbound", () => {
    check((records, { requests, unbound }) => {
      const bound = requests.flatMap(({ evidence }) =>
        evidence.map(({ observation }) => placeOf(observation)),
      );
      expect(new Set(bound).size).toBe(bound.length);
      expect(bound.length + unbound.records).toBe(records.length);
    });
  });

  it("are joined by no key against another", () => {
    check((_, { requests }) => {
      for (const { keys, evidence } of requests) {
        // What one writer ties together by its own grammar, such as a thread's run, is not a join.
        const joined = new Set(evidence.filter(({ grade }) => grade === "key").map(({ why }) => why));
        if (joined.size === 0) continue;
        for (const type of ["transactionId", "thumbprint", "serialNumber"] as const) {
          const parts = partsOf(evidence, type);
          expect(parts.every((part) => parts.every((other) => meet(part, other)))).toBe(true);
        }
        expect(keys.size).toBeGreaterThan(0);
      }
    });
  });

  it("have ids of their own", () => {
    check((_, { requests }) => {
      expect(new Set(requests.map(({ id }) => id)).size).toBe(requests.length);
    });
  });

  function check(promise: (records: readonly Observation[], outcome: Outcome) => void): void {
    fc.assert(
      fc.property(soup, (records) => promise(records, feedBook([{ add: records }]))),
      { numRuns: 600, seed: 20_261_123 },
    );
  }
});

/** The values of a key in each part of the evidence that one writer's thread, a device or a record gave. */
function partsOf(evidence: Outcome["requests"][number]["evidence"], type: string): ReadonlySet<string>[] {
  const parts = Map.groupBy(evidence, ({ observation: { writer, host, thread, fileId, offset } }) => {
    if (writer.endsWith("-device")) return host;
    return thread === "" ? `${fileId} ${offset}` : `${writer} ${thread}`;
  });
  return [...parts.values()]
    .map((all) => {
      const keys = all.flatMap(({ observation }) => observation.keys);
      return new Set(keys.filter((key) => key.type === type).map((key) => key.value));
    })
    .filter((values) => values.size > 0);
}

function meet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...a].some((value) => b.has(value));
}
