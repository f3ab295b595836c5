import { describe, expect, it } from "vitest";
import { createHostLedger } from "../../../../processors/causes/index.ts";
import type { Kind, Observation, Writer } from "../../../../processors/contract/index.ts";
import { host, idsOf, ledgerOf } from "./ledger-of.ts";
import { evidenceOf, noon, requestOf } from "./request-of.ts";

const minute = 60_000;

const statusFile = (
  folder: "processing" | "succeed" | "failed",
  fileName: string,
  at: number,
): Partial<Observation> & { readonly kind: Kind } => ({
  kind: "report.status-file",
  writer: "status-file",
  at,
  facts: { folder, fileName },
});
const probe = (status: number): Partial<Observation> & { readonly kind: Kind } => ({
  kind: "contact.probe",
  facts: { status },
});
const fromClient = (kind: Kind, ip: string, at: number): Partial<Observation> & { readonly kind: Kind } => ({
  kind,
  at,
  facts: { status: 200 },
  keys: [{ type: "clientIp", value: ip }],
});

describe("status files", () => {
  it("are stuck after a quarter of an hour in Processing, against the newest time of the host", () => {
    const ledger = ledgerOf(
      statusFile("processing", "A.CRS", noon),
      statusFile("processing", "B.CRS", noon + 5 * minute),
      { kind: "verify.call", at: noon + 21 * minute },
    );
    expect(ledger.problems(host, null)).toMatchObject([
      { cause: { id: "report.stuck-in-processing" }, count: 2, oldest: noon },
    ]);
  });

  it("are told by their number, in groups of digits", () => {
    const files = Array.from({ length: 1200 }, (_, index) => statusFile("failed", `${index}.CRS`, noon));
    expect(ledgerOf(...files).problems(host, null)).toMatchObject([
      { cause: { id: "report.status-failed" }, because: "1,200 status files in Failed" },
    ]);
  });

  it("are not stuck while the host's log is no older", () => {
    expect(
      idsOf(
        ledgerOf(statusFile("processing", "A.CRS", noon), { kind: "verify.call", at: noon + 14 * minute }),
      ),
    ).toEqual([]);
  });

  it("are no longer stuck once they have moved on", () => {
    const ledger = ledgerOf(statusFile("processing", "A.CRS", noon), statusFile("succeed", "A.CRS", noon), {
      kind: "verify.call",
      at: noon + 60 * minute,
    });
    expect(idsOf(ledger)).toEqual([]);
  });

  it("are told when they lie in Failed", () => {
    expect(ledgerOf(statusFile("failed", "A.CRS", noon)).problems(host, null)).toMatchObject([
      { cause: { id: "report.status-failed" }, count: 1, oldest: noon },
    ]);
  });
});

describe("single records", () => {
  it.each([
    ["host.connector-stopped", { kind: "host.connector-stopped", writer: "legacy-connector" }],
    [
      "host.connector-certificate",
      { kind: "host.connector-event", writer: "legacy-connector", facts: { eventId: 10102 } },
    ],
    ["contact.app-pool-crash", { kind: "host.pool-crashed", writer: "system" }],
    [
      "contact.app-pool-stopped",
      { kind: "contact.http-error", writer: "httperr", facts: { status: 503, httpReason: "AppOffline" } },
    ],
    ["contact.ndes-not-started", { kind: "host.service-failed", writer: "ndes", facts: { eventId: 10 } }],
    ["contact.general-page", probe(200)],
  ] as const)("tell of %s", (id, seen) => {
    expect(idsOf(ledgerOf(seen))).toEqual([id]);
  });

  it.each([
    [
      "a stop that was followed by a start",
      [
        { kind: "host.connector-stopped", at: noon },
        { kind: "host.connector-started", at: noon + minute },
      ],
    ],
    [
      "the same in any order",
      [
        { kind: "host.connector-started", at: noon + minute },
        { kind: "host.connector-stopped", at: noon },
      ],
    ],
    ["another event of the connector", [{ kind: "host.connector-event", facts: { eventId: 10100 } }]],
    [
      "a certificate that was renewed later",
      [
        { kind: "host.connector-event", at: noon, facts: { eventId: 10102 } },
        { kind: "host.connector-event", at: noon + minute, facts: { eventId: 10100 } },
      ],
    ],
    ["a healthy 403", [probe(403)]],
    [
      "a lost connection",
      [{ kind: "contact.http-error", writer: "httperr", facts: { httpReason: "Timer_ConnectionIdle" } }],
    ],
  ] as const)("say nothing of %s", (_name, seen) => {
    expect(idsOf(ledgerOf(...seen))).toEqual([]);
  });
});

it("a failed start counts once, and its newest event is quoted", () => {
  const failed = (at: number, eventId: number): Partial<Observation> & { readonly kind: Kind } => ({
    kind: "host.service-failed",
    writer: "ndes",
    at,
    facts: { eventId, text: "0x800b0101 A required certificate is not within its validity period" },
  });
  const seen = [
    failed(noon + minute + 3, 2),
    failed(noon, 10),
    failed(noon + 3, 2),
    failed(noon + minute, 10),
  ];
  expect(ledgerOf(...seen).problems(host, null)).toMatchObject([
    {
      cause: { id: "contact.ndes-not-started" },
      count: 2,
      because:
        "NDES could not start (events 2, 10, 53); the newest, event 2: 0x800b0101 A required certificate is not within its validity period",
    },
  ]);
});

describe("clients that give up", () => {
  it("are those that fetch the CA certificate and never send a request", () => {
    const ledger = ledgerOf(
      fromClient("contact.ca-certificate", "10.0.0.7", noon),
      fromClient("contact.ca-certificate", "10.0.0.8", noon),
      fromClient("contact.pki-operation", "10.0.0.8", noon + 1000),
    );
    expect(ledger.problems(host, noon + 60 * minute)).toMatchObject([
      { cause: { id: "contact.no-pki-operation" }, count: 1 },
    ]);
  });

  it("cannot be told behind one proxy address as soon as one request came", () => {
    const ledger = ledgerOf(
      ...[1, 2, 3, 4].map((each) => fromClient("contact.ca-certificate", "10.0.0.1", noon + each)),
      fromClient("contact.pki-operation", "10.0.0.1", noon + 9),
    );
    expect(idsOf(ledger, noon + 60 * minute)).toEqual([]);
  });

  it.each([
    { name: "within the minute before a run whose call is not logged", at: noon - 2000, found: [] },
    { name: "longer before it", at: noon - 2 * minute, found: ["contact.no-pki-operation"] },
    { name: "after it", at: noon + 5000, found: ["contact.no-pki-operation"] },
  ])("are not those that fetched it $name, which may be theirs", ({ name, at, found }) => {
    const ledger = ledgerOf(fromClient("contact.ca-certificate", "10.0.0.7", at));
    const run = evidenceOf({ kind: "verify.started", writer: "plugin" });
    ledger.note(requestOf([run]), null);
    expect(idsOf(ledger, noon + 60 * minute), name).toEqual(found);
  });

  it("are those that fetched it before a run whose call is logged", () => {
    const ledger = ledgerOf(fromClient("contact.ca-certificate", "10.0.0.7", noon - 2000));
    const run = evidenceOf({ kind: "verify.started", writer: "plugin" });
    ledger.note(requestOf([run, evidenceOf({ kind: "contact.pki-operation" })]), null);
    expect(idsOf(ledger, noon + 60 * minute)).toEqual(["contact.no-pki-operation"]);
  });

  it("are not those whose request HTTP.sys logged in place of IIS, as it does when the pool crashes", () => {
    const lost = fromClient("contact.http-error", "10.0.0.7", noon + 1000);
    const facts = { httpReason: "Connection_Abandoned_By_ReqQueue", operation: "pkioperation" };
    const fetched = fromClient("contact.ca-certificate", "10.0.0.7", noon);
    expect(idsOf(ledgerOf(fetched, { ...lost, writer: "httperr", facts }), noon + 60 * minute)).toEqual([]);
  });

  it("are not those that sent their request to another host, as behind a load balancer", () => {
    const fetched = fromClient("contact.ca-certificate", "10.0.0.7", noon);
    const sent = { ...fromClient("contact.pki-operation", "10.0.0.7", noon + 1000), host: "ndes02" };
    expect(idsOf(ledgerOf(fetched, sent), noon + 60 * minute)).toEqual([]);
  });

  it("are not accused when the log ends right behind them", () => {
    expect(idsOf(ledgerOf(fromClient("contact.ca-certificate", "10.0.0.7", noon)), noon + minute)).toEqual(
      [],
    );
  });

  it("are not accused because a file of a folder was copied an hour after the log", () => {
    const fetched = fromClient("contact.ca-certificate", "10.0.0.7", noon);
    expect(idsOf(ledgerOf(fetched, statusFile("succeed", "A.CRS", noon + 60 * minute)))).toEqual([]);
  });
});

describe("sources and clocks", () => {
  it("miss columns of the IIS log", () => {
    const ledger = createHostLedger();
    ledger.noteSource({
      host,
      format: "iis-w3c",
      columns: ["date", "time", "sc-status", "sc-substatus", "sc-win32-status"],
    });
    expect(ledger.problems(host, null)).toMatchObject([
      { cause: { id: "host.logging-incomplete" }, because: "the IIS log lacks time-taken" },
    ]);
  });

  it("are complete with all columns", () => {
    const ledger = createHostLedger();
    ledger.noteSource({
      host,
      format: "iis-w3c",
      columns: ["time-taken", "sc-substatus", "sc-win32-status"],
    });
    expect(idsOf(ledger)).toEqual([]);
  });

  it("lack the zone of the policy module's clock until its times are known", () => {
    const said = (...trusts: readonly ("zone-unknown" | "zone-given")[]): readonly string[] => {
      const runs = trusts.map((trust) => ({ kind: "verify.started", writer: "plugin", trust }) as const);
      const ledger = ledgerOf(...runs, { kind: "contact.other", writer: "iis" });
      return ledger.problems(host, null).map(({ because }) => because);
    };
    expect(said("zone-unknown")).toEqual([expect.stringContaining("it is read as UTC")]);
    expect(said("zone-unknown", "zone-given")).toEqual([]);
  });

  it("are those that wrote anything, whoever wrote before them", () => {
    const missing = (...writers: readonly Writer[]): string => {
      const ledger = ledgerOf(...writers.map((writer) => ({ kind: "run.note" as const, writer })));
      for (const format of ["cmtrace", "httperr"] as const) ledger.noteSource({ host, format, columns: [] });
      return ledger.problems(host, null)[0]?.because ?? "";
    };
    expect(missing("plugin", "plugin")).toContain("no IIS access log");
    expect(missing("plugin", "plugin")).toContain("usually in %SystemDrive%\\inetpub\\logs\\LogFiles");
    expect(missing("plugin", "iis")).toBe("");
  });

  it("are not called absent where a log is there of which nothing could be read", () => {
    const because = (writer: Writer, kind: "run.note" | "verify.call"): string => {
      const ledger = ledgerOf({ kind, writer });
      for (const format of ["cmtrace", "iis-w3c", "svclog"] as const)
        ledger.noteSource({ host, format, columns: [] });
      return ledger.problems(host, null)[0]?.because ?? "";
    };
    expect(because("plugin", "run.note")).toBe(
      "the IIS access log has no call of NDES that could be read, although NDES worked (usually in %SystemDrive%\\inetpub\\logs\\LogFiles\\W3SVC<site>)",
    );
    expect(because("iis", "verify.call").split("; ")).toEqual([
      expect.stringMatching(/^no NDESPlugin\.log that could be read/),
      expect.stringMatching(/^no CertificateRegistrationPoint svclog that could be read/),
    ]);
  });

  it("name a log that another log proves to exist, unless a single file is looked at", () => {
    const alone = ledgerOf({ kind: "verify.call" });
    alone.noteSource({ host, format: "iis-w3c", columns: [] });
    expect(idsOf(alone)).toEqual([]);
    alone.noteSource({ host, format: "httperr", columns: [] });
    expect(alone.problems(host, null)[0]?.because).toContain("NDESPlugin.log");
  });

  it("say that it was heartbeats which told of the clock of the bus", () => {
    const ledger = createHostLedger();
    ledger.noteSkew(host, { name: "Kafka", skewMs: -90_000, pairs: 3, of: "heartbeats" });
    expect(ledger.problems(host, null)[0]?.because).toBe(
      "the clock of Kafka is 90.0 s behind this host (3 heartbeats)",
    );
  });

  it("report clocks that differ by more than queueing explains", () => {
    const ledger = createHostLedger();
    ledger.noteSkew(host, { name: "ca01.contoso.test", skewMs: -90_000, pairs: 12 });
    ledger.noteSkew(host, { name: "ca02.contoso.test", skewMs: 900, pairs: 12 });
    expect(ledger.problems(host, null)).toMatchObject([
      {
        cause: { id: "host.clock-skew" },
        count: 1,
        because: "the clock of ca01.contoso.test is 90.0 s behind this host (12 pairs)",
      },
    ]);
  });
});

describe("a device's own log", () => {
  it("tells when it looked for work and no profile came", () => {
    expect(
      idsOf(ledgerOf({ kind: "profile.checked", writer: "android-device", facts: { count: 0 } })),
    ).toEqual(["profile.not-received"]);
    expect(
      idsOf(
        ledgerOf(
          { kind: "profile.checked", writer: "android-device" },
          { kind: "profile.received", writer: "android-device" },
        ),
      ),
    ).toEqual([]);
  });

  it("tells when the root never got installed", () => {
    const root = (state: string): Partial<Observation> & { readonly kind: Kind } => ({
      kind: "profile.root-state",
      writer: "android-device",
      facts: { state },
    });
    const work = { kind: "profile.received", writer: "android-device" } as const;
    expect(idsOf(ledgerOf(root("CERT_INSTALL_REQUESTED"), work))).toEqual(["profile.root-missing"]);
    expect(idsOf(ledgerOf(root("CERT_INSTALL_REQUESTED"), root("CERT_INSTALL_SUCCESS"), work))).toEqual([]);
    expect(idsOf(ledgerOf(work))).toEqual([]);
  });
});

it("puts what stops everybody first, and knows its hosts by name", () => {
  const ledger = ledgerOf(
    statusFile("failed", "A.CRS", noon),
    { kind: "host.connector-stopped" },
    { kind: "verify.call", host: "a.contoso.test" },
  );
  expect(idsOf(ledger)).toEqual(["host.connector-stopped", "report.status-failed"]);
  expect(ledger.hosts()).toEqual(["a.contoso.test", host]);
  expect(ledger.problems("unheard-of", null)).toEqual([]);
});
