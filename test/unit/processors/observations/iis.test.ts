import { describe, expect, it } from "vitest";
import type { IisRecord } from "../../../../processors/records/index.ts";
import { iis, keysOf, observeAll, observeOne } from "./record-literals.ts";

const pkiclient = "/certsrv/mscep/mscep.dll/pkiclient.exe";
const windowsAgent = "Mozilla/4.0+(compatible;+Win32;+NDES+client+10.0.26100.1/ge_release)";
const verify = "/CertificateRegistrationSvc/Certificate/VerifyRequest";
const notify = "/CertificateRegistrationSvc/Certificate/Notify";

interface Row {
  readonly name: string;
  readonly row: Partial<IisRecord>;
  readonly kind: string;
  readonly outcome: string;
}

const rows: readonly Row[] = [
  {
    name: "GetCACaps",
    row: { query: "operation=GetCACaps&message=ca" },
    kind: "contact.capabilities",
    outcome: "ok",
  },
  {
    name: "GetCACert",
    row: { query: "operation=GetCACert&message=MDM" },
    kind: "contact.ca-certificate",
    outcome: "ok",
  },
  {
    name: "GetCACert in another case",
    row: { query: "OPERATION=getcacert" },
    kind: "contact.ca-certificate",
    outcome: "ok",
  },
  {
    name: "GetCACert refused",
    row: { query: "operation=GetCACert", status: 500, win32: 1346 },
    kind: "contact.ca-certificate",
    outcome: "failed",
  },
  {
    name: "PKIOperation by POST",
    row: { method: "POST", stem: pkiclient, query: "operation=PKIOperation" },
    kind: "contact.pki-operation",
    outcome: "none",
  },
  {
    name: "POST without its query",
    row: { method: "POST", stem: pkiclient },
    kind: "contact.pki-operation",
    outcome: "none",
  },
  {
    name: "a GET whose query was elided",
    row: { stem: pkiclient, query: "..." },
    kind: "contact.pki-operation",
    outcome: "none",
  },
  {
    name: "PKIOperation that is too long",
    row: { query: "operation=PKIOperation&message=MII", status: 404, substatus: 15 },
    kind: "contact.pki-operation",
    outcome: "failed",
  },
  {
    name: "extra slashes",
    row: { stem: "//certsrv//mscep/mscep.dll/", query: "operation=GetCACaps" },
    kind: "contact.capabilities",
    outcome: "ok",
  },
  {
    name: "a GET that was too long, logged without its query",
    row: { status: 404, substatus: 15 },
    kind: "contact.pki-operation",
    outcome: "failed",
  },
  {
    name: "a load balancer that fetches the CA certificates",
    row: { query: "operation=GetCACert&message=ca", userAgent: "ELB-HealthChecker/2.0" },
    kind: "contact.other",
    outcome: "none",
  },
  {
    name: "a monitor that finds NDES broken",
    row: { query: "operation=GetCACaps", userAgent: "Blackbox+Exporter/0.27.0", status: 500 },
    kind: "contact.other",
    outcome: "failed",
  },
  { name: "a healthy probe", row: { status: 403 }, kind: "contact.probe", outcome: "none" },
  { name: "the general page", row: { status: 200 }, kind: "contact.probe", outcome: "none" },
  {
    name: "a probe that found NDES broken",
    row: { status: 500 },
    kind: "contact.probe",
    outcome: "failed",
  },
  { name: "no query column", row: { columns: ["date", "time"] }, kind: "contact.other", outcome: "none" },
  {
    name: "the password page",
    row: { stem: "/certsrv/mscep_admin/" },
    kind: "contact.other",
    outcome: "none",
  },
  {
    name: "VerifyRequest accepted",
    row: { method: "POST", stem: verify, status: 201 },
    kind: "verify.call",
    outcome: "ok",
  },
  {
    name: "VerifyRequest forbidden",
    row: { method: "POST", stem: verify, status: 403, substatus: 16, win32: 2_148_204_809 },
    kind: "verify.call",
    outcome: "failed",
  },
  {
    name: "VerifyRequest with 200",
    row: { method: "POST", stem: verify },
    kind: "verify.call",
    outcome: "failed",
  },
  {
    name: "Notify accepted",
    row: { method: "POST", stem: notify, status: 204 },
    kind: "report.call",
    outcome: "ok",
  },
  {
    name: "Notify broken",
    row: { method: "POST", stem: notify, status: 500 },
    kind: "report.call",
    outcome: "failed",
  },
  {
    name: "somebody looking at VerifyRequest",
    row: { stem: verify, status: 405 },
    kind: "contact.other",
    outcome: "none",
  },
];

describe("a row of the access log", () => {
  it.each<Row>(rows)("$name", ({ row, kind, outcome }) => {
    const observation = observeOne(iis(row));
    expect([observation.kind, observation.outcome, observation.writer]).toEqual([kind, outcome, "iis"]);
  });

  it.each([
    "/",
    "/favicon.ico",
    "/certsrv/certfnsh.asp",
    "/certsrv",
    "/owa/mscepx",
    "",
    "/CertEnroll/ca.crl",
    "/mscepper/x",
  ])("says nothing on %s", (stem) => {
    expect(observeAll(iis({ stem, query: "operation=PKIOperation" }))).toEqual([]);
  });

  it("is the interval that ended in its second", () => {
    const observation = observeOne(iis({ query: "operation=GetCACaps", timeTakenMs: 875 }));
    expect([observation.at, observation.resolutionMs, observation.durationMs, observation.trust]).toEqual([
      1_790_000_000_000,
      1000,
      875,
      "utc",
    ]);
  });

  it("carries the weak keys of its client, the forwarded address first", () => {
    const observation = observeOne(
      iis({
        query: "operation=GetCACaps",
        userAgent: windowsAgent,
        clientIp: "fe80::1234:5678:9abc:def0%13",
        forwardedFor: "203.0.113.7:49152,+10.0.0.1",
      }),
    );
    expect(keysOf(observation)).toEqual([
      "clientIp=203.0.113.7",
      "clientIp=fe80::1234:5678:9abc:def0",
      `userAgent=${windowsAgent}`,
    ]);
    expect(observation.facts.platform).toBe("windows");
  });

  it("of the policy module has no key: its client is the host itself", () => {
    expect(
      observeOne(iis({ method: "POST", stem: verify, userAgent: "NDES_Plugin", status: 201 })).keys,
    ).toEqual([]);
  });

  it.each([
    ["Dalvik/2.1.0+(Linux;+U;+Android+14;+Pixel)", "android"],
    ["profiled/1.0+CFNetwork/811.5.4+Darwin/16.6.0", "ios"],
    ["mdmclient/863+CFNetwork/760.9+Darwin/15.6.0+(x86_64)", "macos"],
    [windowsAgent, "windows"],
    ["curl/8.0", undefined],
    ["-", undefined],
  ])("tells the platform of %s", (userAgent, platform) => {
    expect(observeOne(iis({ query: "operation=GetCACaps", userAgent })).facts.platform).toBe(platform);
  });

  it("keeps all status columns", () => {
    const { facts } = observeOne(
      iis({ method: "POST", stem: verify, status: 403, substatus: 16, win32: 2_148_204_809 }),
    );
    expect(facts).toEqual({ method: "POST", path: verify, status: 403, substatus: 16, win32: 2_148_204_809 });
  });

  it("survives hostile queries and names", () => {
    const hostile = [
      "__proto__=1&operation=constructor",
      "operation=".repeat(20_000),
      `operation=PKIOperation&message=${"%".repeat(60_000)}`,
      "\u0000\u001b[31m",
    ];
    for (const query of hostile)
      expect(observeAll(iis({ query, userAgent: "__proto__", clientIp: "__proto__" }))).toHaveLength(1);
  });
});

it("rows that differ in one figure only tell different facts, whichever comes first", () => {
  const figures = [{ win32: 0 }, { win32: 64 }, { substatus: 7 }, { status: 500 }, { win32: 0 }];
  const told = figures.map(
    (more) => observeOne(iis({ query: "operation=GetCACaps&message=ca", ...more })).facts,
  );
  const plain = iis({});
  expect(told.map(({ status, substatus, win32 }) => ({ status, substatus, win32 }))).toEqual(
    figures.map((more) => ({
      status: plain.status,
      substatus: plain.substatus,
      win32: plain.win32,
      ...more,
    })),
  );
});

it("an agent that looks like an address is no address", () => {
  const observation = observeOne(iis({ clientIp: "10.1.2.3", userAgent: "10.1.2.3" }));
  expect(keysOf(observation)).toEqual(expect.arrayContaining(["clientIp=10.1.2.3", "userAgent=10.1.2.3"]));
});
