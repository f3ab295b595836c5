import { describe, expect, it } from "vitest";
import { consoleLine, keysOf, observeAll, observeOne } from "./record-literals.ts";

const profile =
  "www.windowsintune.com.SCEP.ModelName=AC_0a0b0c0d-1111-4222-8333-444455556666/LogicalName_e1234567_89ab_4cde_8f01_23456789abcd;Hash=12";
const mac = { process: "CertificateService" } as const;
const identity = (errors: string): string => `Cannot retrieve SCEP identity: NSError:\n${errors}`;
const scep = (code: number): string => `Domain : MCSCEPErrorDomain\nCode   : ${code}\nType : MCFatalError`;

describe("an error of an Apple device", () => {
  it.each([
    [identity(scep(22_002)), "contact.device-failed", "ca-certificate-unusable", "22002"],
    [identity(scep(22_003)), "contact.device-failed", "ca-certificate-unusable", "22003"],
    [identity(scep(22_004)), "contact.device-failed", "ca-certificate-unusable", "22004"],
    [identity(scep(22_005)), "contact.device-failed", "cannot-connect", "22005"],
    [identity(scep(22_001)), "deliver.failed", undefined, "22001"],
    [identity(scep(22_013)), "deliver.failed", "reply-unusable", "22013"],
    [
      identity(`${scep(22_005)}\n...Underlying error:\nDomain : NSURLErrorDomain\nCode   : -1003`),
      "contact.device-failed",
      "name-not-resolved",
      "-1003",
    ],
    [
      identity(`${scep(22_013)}\n...Underlying error:\nDomain : NSURLErrorDomain\nCode   : -1099`),
      "contact.device-failed",
      undefined,
      "-1099",
    ],
    [
      `MC: Installation failed. Error: NSError:\nSugg : The SCEP server returned an invalid response.\nDomain : MCProfileErrorDomain\nCode : 1009\n${scep(22_013)}`,
      "deliver.failed",
      "reply-unusable",
      "22013",
    ],
  ])("%j", (text, kind, reason, code) => {
    const { facts, ...observation } = observeOne(consoleLine(text));
    expect([observation.kind, observation.outcome, facts.reason, facts.code]).toEqual([
      kind,
      "failed",
      reason,
      code,
    ]);
  });

  it.each([
    ['Error Domain=NSURLErrorDomain Code=-1001 "The request timed out."', "timed-out"],
    ['Error Domain=NSURLErrorDomain Code=-1202 "x"', "tls-untrusted-authority"],
    ['Error Domain=NSURLErrorDomain Code=-1205 "x"', "tls-failure"],
    ['Error Domain=NSURLErrorDomain Code=-1206 "x"', "client-certificate-needed"],
    ['Error Domain=NSURLErrorDomain Code=-1020 "x"', "cannot-connect"],
    ['Error Domain=NSURLErrorDomain Code=-1099 "x"', undefined],
    ['Error Domain=NSURLErrorDomain Code=-1099 "Could not connect to the server."', "cannot-connect"],
    ["The network connection was lost.", "connection-lost"],
  ])("a call without an answer: %s", (error, reason) => {
    const text = `URL request to https://x.contoso.test/certsrv/mscep/mscep.dll?operation=GetCACaps&message=a failed. Error: ${error}`;
    const { kind, stage, facts } = observeOne(consoleLine(text));
    expect([kind, stage, facts.reason, facts.path]).toEqual([
      "contact.device-failed",
      2,
      reason,
      "https://x.contoso.test/certsrv/mscep/mscep.dll",
    ]);
  });

  it.each([3000, 12_000])(
    "a request without an answer, whose URL holds a message of %i characters",
    (length) => {
      const url = `https://x.contoso.test/certsrv/mscep/mscep.dll?operation=PKIOperation&message=${"A".repeat(length)}`;
      const text = `URL request to ${url} failed. Error: Error Domain=NSURLErrorDomain Code=-1001 "The request timed out."`;
      const { kind, facts } = observeOne(consoleLine(text));
      expect([kind, facts.reason, facts.method, facts.text]).toEqual([
        "contact.device-failed",
        "timed-out",
        "PKIOperation",
        'URL request to https://x.contoso.test/certsrv/mscep/mscep.dll failed. Error: Error Domain=NSURLErrorDomain Code=-1001 "The request timed out."',
      ]);
    },
  );

  it("a profile that could not be installed", () => {
    const text = `Profile “${profile}” could not be installed. Domain : MCInstallationErrorDomain Code : 4001`;
    const { kind, outcome, facts } = observeOne(consoleLine(text));
    expect([kind, outcome, facts.code]).toEqual(["deliver.failed", "failed", "4001"]);
    expect(
      observeOne(consoleLine("Profile “www.windowsintune.com.wifi.x” could not be installed.")).kind,
    ).toBe("run.note");
  });

  it("of a profile of another kind is none of an enrolment", () => {
    const text = "Installation failed: NSError: Domain : MCProfileErrorDomain Code : 1009 Wi-Fi";
    expect(observeOne(consoleLine(text)).kind).toBe("run.note");
  });
});

describe("a line of a Mac", () => {
  it("names the server that is asked", () => {
    const text =
      "[0:Cert_PI:<0x1>] Processing MDM_SCEP_Enroll for server: https://x.contoso.test/certsrv/mscep/mscep.dll";
    const { kind, facts } = observeOne(consoleLine(text, mac));
    expect([kind, facts.path, facts.platform]).toEqual([
      "contact.device-call",
      "https://x.contoso.test/certsrv/mscep/mscep.dll",
      "macos",
    ]);
  });

  it("tells an answer that was no good, and only one to the process that enrols", () => {
    const answer = (status: number): string =>
      `Task <1A2B>.<1> received response, status ${status} content K`;
    const { kind, outcome, facts } = observeOne(consoleLine(answer(500), mac));
    expect([kind, outcome, facts.status]).toEqual(["contact.device-call", "failed", 500]);
    expect(observeAll(consoleLine(answer(200), mac))).toEqual([]);
    expect(observeAll(consoleLine(answer(500), { process: "mdmclient" }))).toEqual([]);
  });

  const calling = "[ERROR] <: [MDM_SCEP_Enroll] Calling SCEPRequestCertSignature -->";
  it.each([
    [`${calling} <NSOSStatusErrorDomain:-603>`, "reply-unusable", "-603"],
    [`${calling} <NSOSStatusErrorDomain:-604>`, undefined, "-604"],
    [
      '[ERROR] Error Domain=MDM-SCEP Code=15002 "Unable to obtain certificate from SCEP server"',
      "reply-unusable",
      "15002",
    ],
    ["Unable to obtain certificate from SCEP server. <MDM-SCEP:15002>", "reply-unusable", "15002"],
    ["[ERROR] Error Domain=MDM-SCEP Code=14003", undefined, "14003"],
  ])("%s: what a number means is said where it is known, else the number alone", (text, reason, code) => {
    const { kind, stage, facts } = observeOne(consoleLine(text, mac));
    expect([kind, stage, facts.reason, facts.code]).toEqual(["deliver.failed", 5, reason, code]);
  });

  it("tells that the server was not reached where the call that failed says so", () => {
    const { kind, stage, facts } = observeOne(consoleLine(`${calling} <NSURLErrorDomain:-1004>`, mac));
    expect([kind, stage, facts.reason, facts.code]).toEqual([
      "contact.device-failed",
      2,
      "cannot-connect",
      "-1004",
    ]);
  });
});

describe("a profile that was installed", () => {
  it.each([
    [`Profile “${profile}” installed.`, "deliver.installed"],
    [
      `[501:MDMAgent:<0x1>] Installed configuration profile: Wi-Fi user (${profile}:FA45) for <Computer> (Source: MDM)`,
      "deliver.installed",
    ],
    ["Profile “www.windowsintune.com.wifi.Contoso” installed.", "run.note"],
    [
      "Installed configuration profile: Root (www.windowsintune.com.credentials.x:FA45) for <Computer> (Source: MDM)",
      "run.note",
    ],
  ])("%s", (text, kind) => {
    const observation = observeOne(consoleLine(text));
    expect(observation.kind).toBe(kind);
    expect(keysOf(observation)).toEqual(
      kind === "run.note" ? [] : ["profileId=e1234567-89ab-4cde-8f01-23456789abcd"],
    );
  });

  it("comes after the certificate", () => {
    const { kind, outcome, facts } = observeOne(consoleLine("Issued certificate received."));
    expect([kind, outcome, facts.pkiStatus]).toEqual(["deliver.reply", "ok", "0"]);
  });
});
