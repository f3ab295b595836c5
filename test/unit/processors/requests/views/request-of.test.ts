import { describe, expect, it } from "vitest";
import type { Request } from "../../../../../processors/contract/index.ts";
import { requestsOf } from "../../../../support/feed-book.ts";
import {
  caIssued,
  inFiles,
  legacyRequest,
  observed,
  pluginRun,
  row,
  startMs,
} from "../../../../support/observed.ts";
import type { Given } from "../../../../support/observed.ts";

/** A record of the host so much later that what stands still has stopped. */
const later = observed("plugin", "verify.started", { at: 600_000, thread: "99" });

function first(observations: Parameters<typeof inFiles>[0]): Request | undefined {
  return requestsOf(inFiles(observations)).find(
    ({ startedAt }) => (startedAt ?? startMs) < startMs + 500_000,
  );
}

const call = (given: Given = {}) => row("contact.pki-operation", { endAt: 600, tookMs: 600 }, given);
const passed = pluginRun("1", { at: 0, returnedAt: 300 });
const refused = pluginRun("1", { at: 0, returnedAt: 300, verdict: false });
const notified = pluginRun("1", { at: 0, returnedAt: 300, notifyAt: 500, notifiedAt: 560 });
const device = (kind: "deliver.failed" | "deliver.installed" | "deliver.state", given: Given) => [
  observed("connector", "issue.issued", { outcome: "ok", keys: { thumbprint: "AA" }, thread: "1/2" }),
  observed("windows-device", kind, { host: "pc1", at: 900, keys: { thumbprint: "AA" }, ...given }),
];

const cases = [
  { name: "a 200 on PKIOperation alone", lines: [call(), later], expected: ["unknown", 2, null] },
  { name: "a PKIOperation that failed", lines: [call({ outcome: "failed" })], expected: ["failed", 2, 2] },
  { name: "a verification that was refused", lines: refused, expected: ["failed", 3, 3] },
  { name: "a verification under way", lines: passed.slice(0, 2), expected: ["open", 3, null] },
  {
    name: "a verification that stopped while its host went on",
    lines: [...passed.slice(0, 2), later],
    expected: ["failed", 3, 3],
  },
  {
    name: "a verification that began, was not sent, and stopped",
    lines: [...passed.slice(0, 1), later],
    expected: ["unknown", 3, null],
  },
  { name: "a verification that passed, and nothing else", lines: passed, expected: ["unknown", 3, null] },
  { name: "a Notify that finished", lines: notified, expected: ["succeeded", 6, null] },
  {
    name: "a Notify for which the registration point dropped no file, as of what the CA refused",
    lines: legacyRequest("1", 0, "A").filter(
      ({ kind, writer }) => kind !== "report.queued" && writer !== "status-file" && !writer.startsWith("ca"),
    ),
    expected: ["unknown", 6, null],
  },
  {
    name: "a whole request, and its report",
    lines: legacyRequest("1", 0, "A"),
    expected: ["succeeded", 6, null],
  },
  {
    name: "a certificate that the CA issued",
    lines: [
      ...pluginRun("1", { at: 0, returnedAt: 300 }),
      call({ at: 1000, durationMs: 1500 }),
      ...caIssued(7, 400),
    ],
    expected: ["succeeded", 4, null],
  },
  {
    name: "a certificate that was installed",
    lines: device("deliver.installed", { outcome: "ok" }),
    expected: ["succeeded", 5, null],
  },
  {
    name: "a certificate that was issued, and not installed",
    lines: device("deliver.failed", { outcome: "failed" }),
    expected: ["failed", 5, 5],
  },
  {
    name: "a certificate that the user has to accept",
    lines: device("deliver.state", { outcome: "pending" }),
    expected: ["open", 5, null],
  },
] as const;

describe("the outcome of a request", () => {
  it.each(cases)("$name: $expected", ({ lines, expected }) => {
    const request = first([...lines]);
    expect([request?.outcome, request?.stageReached, request?.failedStage]).toEqual(expected);
  });

  it("open has no end", () => {
    const request = first(passed.slice(0, 2));
    expect([request?.startedAt, request?.endedAt]).toEqual([startMs, null]);
  });
});

describe("a request", () => {
  it("spans from the beginning of its call to its last record, by the server's clocks", () => {
    const request = first([...passed, call({ at: 1000, durationMs: 1500 })]);
    expect([(request?.startedAt ?? 0) - startMs, (request?.endedAt ?? 0) - startMs]).toEqual([-500, 1000]);
  });

  it("takes a device's clock only where there is nothing else", () => {
    const lines = device("deliver.installed", { at: -240_000, outcome: "ok" });
    const request = first(lines);
    expect([request?.startedAt, request?.endedAt]).toEqual([startMs, startMs]);
    expect(first(lines.slice(1))?.startedAt).toBe(startMs - 240_000);
  });

  const keys = { serialNumber: "1A" };
  const decided = observed("connector", "issue.issued", { at: 500, outcome: "ok", keys, thread: "1/2" });
  const installed = observed("android-device", "deliver.installed", {
    host: "phone1",
    at: 900,
    outcome: "ok",
    keys,
  });
  const atCa = { host: "ca01", keys: { ...keys, caRequestId: "ca01/7" } };
  const issued = observed("ca", "issue.issued", { ...atCa, at: 180_200, outcome: "ok" });
  const held = observed("ca", "issue.pending", { ...atCa, at: 180_000, outcome: "pending" });

  it.each([
    { name: "not by that of a CA elsewhere, which may be off", lines: [decided, issued], endsAt: 500 },
    { name: "by that of a CA elsewhere before a device's", lines: [installed, issued], endsAt: 180_200 },
    { name: "by that of a CA elsewhere that held it", lines: [decided, held, issued], endsAt: 180_200 },
  ])("ends by its server's clock: $name", ({ lines, endsAt }) => {
    expect((first(lines)?.endedAt ?? 0) - startMs).toBe(endsAt);
  });

  it("holds each value of a key once, of all its evidence", () => {
    const keys = { transactionId: "A1", clientIp: "10.0.0.1" };
    const request = first([
      row("contact.pki-operation", { endAt: 600, tookMs: 600 }, { keys }),
      observed("android-device", "contact.device-request", {
        host: "phone1",
        keys: { ...keys, clientIp: "10.0.0.2" },
      }),
    ]);
    expect(Object.fromEntries(request?.keys ?? [])).toEqual({
      transactionId: ["A1"],
      clientIp: ["10.0.0.1", "10.0.0.2"],
    });
  });

  it("has the platform that any of its records tells", () => {
    const platform = (...told: readonly ("ios" | "unknown")[]) =>
      first(
        told.map((one, index) =>
          call({ facts: { platform: one }, keys: { transactionId: "A" }, offset: index }),
        ),
      );
    expect(platform("unknown")?.platform).toBe("unknown");
    expect(platform("ios")?.platform).toBe("ios");
  });

  it("of a device alone begins at no time when its log tells none", () => {
    const bare = observed("apple-device", "contact.device-request", {
      host: "mac1",
      at: null,
      trust: "time-of-day",
      keys: { transactionId: "A" },
    });
    const [request] = requestsOf(inFiles([bare]));
    expect([request?.startedAt, request?.endedAt, request?.host]).toEqual([null, null, "mac1"]);
  });
});

describe("the id of a request", () => {
  const keys = { transactionId: "A1B2" };

  it("is that of its transaction, whatever else is there", () => {
    const alone = first([call({ keys })]);
    const more = first([
      call({ keys }),
      ...passed,
      observed("android-device", "deliver.reply", { host: "p", keys }),
    ]);
    expect(more?.id).toBe(alone?.id);
    expect(alone?.id).toMatch(/^[0-9a-f]{12}$/);
  });

  it("counts the attempts of one transaction in order of time", () => {
    const rows = [0, 60_000, 120_000].map((endAt) =>
      row("contact.pki-operation", { endAt, tookMs: 300 }, { keys }),
    );
    const requests = requestsOf(inFiles(rows)).toSorted((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0));
    const [name] = requests.map(({ id }) => id);
    expect(requests.map(({ id }) => id)).toEqual([name, `${name}.2`, `${name}.3`]);
  });

  it("without a transaction is that of its first record, wherever the file is", () => {
    const elsewhere = { ...call(), fileId: "bundle.zip/ndes01/other" };
    const others = [call({ offset: 999 }), { ...call(), at: startMs + 1 }, { ...call(), host: "ndes02" }];
    const ids = [call(), ...others].map((one) => first([one])?.id);
    expect(new Set(ids).size).toBe(4);
    expect(first([elsewhere])?.id).toBe(ids[0]);
  });

  it("of a status file alone does not follow from when the file was changed, which a copy is later", () => {
    const file = observed("status-file", "report.status-file", { keys: { statusFile: "ndes01/A.CRS" } });
    const ids = [file, { ...file, at: startMs + 60_000 }].map((one) => first([one])?.id);
    expect(ids[0]).toBe(ids[1]);
  });

  it("of a status file in Succeed is not that of the same file in Processing, which may have left long before", () => {
    const file = observed("status-file", "report.status-file", {
      keys: { statusFile: "ndes01/A.CRS" },
      outcome: "pending",
    });
    const ids = [file, { ...file, outcome: "ok" as const }].map((one) => first([one])?.id);
    expect(new Set(ids).size).toBe(2);
  });
});
