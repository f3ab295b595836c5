import { describe, expect, it } from "vitest";
import {
  consoleLine,
  contextOf,
  event,
  keysOf,
  observeAll,
  observeOne,
  omadm,
  statusFile,
} from "./record-literals.ts";

const provider = "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider";
const policy = "e1234567-89ab-4cde-8f01-23456789abcd";
const profile = `ModelName_AC_0a0b0c0d-1111-4222-8333-444455556666_LogicalName_${policy.replaceAll("-", "_")}_Hash_-17181044`;
const androidProfile = `ModelName=AC_0a0b0c0d-1111-4222-8333-444455556666%2FLogicalName_${policy.replaceAll("-", "_")};Hash=1677525787`;
const appleProfile = `www.windowsintune.com.SCEP.ModelName=AC_0a0b0c0d-1111-4222-8333-444455556666/LogicalName_${policy.replaceAll("-", "_")};Hash=-912418295`;
const transaction = "0A1B2C3D4E5F60718293A4B5C6D7E8F901234567";

describe("an event of a Windows device", () => {
  const received = (result: string) =>
    event(provider, 306, {
      values: [
        ["Message1", profile],
        ["Message2", "S-1-5-21-1-2-3-1001"],
        ["Message3", "user"],
        ["Message4", "clientinstall"],
        ["HexInt1", "0x2"],
        ["HexInt3", result],
      ],
    });

  it("306 is a profile that arrived, with its user", () => {
    const observation = observeOne(received("0x2ab0003"));
    expect([observation.kind, observation.stage, observation.outcome]).toEqual(["profile.received", 1, "ok"]);
    expect(keysOf(observation)).toEqual([`profileId=${policy}`, "userId=s-1-5-21-1-2-3-1001"]);
  });

  it("306 with another result is a profile that was refused", () => {
    const observation = observeOne(received("0x86000011"));
    expect([observation.kind, observation.outcome, observation.facts.code]).toEqual([
      "profile.rejected",
      "failed",
      "0x86000011",
    ]);
  });

  it("306 reads the same from its rendered text", () => {
    const message = `SCEP: CspExecute for UniqueId : (${profile}) InstallUserSid : (S-1-5-21-1-2-3-1001) InstallLocation : (user) NodePath : (clientinstall)  KeyProtection: (0x2) Result : (Unknown Win32 Error code: 0x2ab0003).`;
    const observation = observeOne(event(provider, 306, { message }));
    expect([observation.kind, observation.facts.code]).toEqual(["profile.received", "0x02ab0003"]);
    expect(keysOf(observation)).toEqual([`profileId=${policy}`, "userId=s-1-5-21-1-2-3-1001"]);
  });

  it("309 names the attempt, the profile and the certificate", () => {
    const values = [
      ["Message1", "{0F8B2C1E-1111-4222-8333-944445555666}"],
      ["Message2", profile],
      ["Message3", transaction],
      ["Message4", "https://scep.contoso.test/x"],
      ["HexInt1", "0x1"],
      ["HexInt2", "0x2"],
      ["HexInt3", "0x0"],
    ] as const;
    const observation = observeOne(event(provider, 309, { values }));
    expect([observation.kind, observation.outcome, observation.facts.count]).toEqual([
      "deliver.installed",
      "ok",
      2,
    ]);
    expect(keysOf(observation)).toEqual([
      `profileId=${policy}`,
      "deviceAttempt=0f8b2c1e-1111-4222-8333-944445555666",
      `thumbprint=${transaction}`,
    ]);
  });

  it.each([
    [
      36,
      [["Message2", "https://scep.contoso.test/certsrv/mscep/mscep.dll/pkiclient.exe"]],
      "contact.device-request",
      2,
      "none",
    ],
    [37, [], "run.note", 0, "none"],
    [38, [], "run.note", 0, "none"],
    [39, [], "deliver.installed", 5, "ok"],
    [309, [["HexInt3", "0x80092004"]], "deliver.failed", 5, "failed"],
    [310, [["HRESULT", "0x80092004"]], "deliver.failed", 5, "failed"],
    [32, [["HRESULT", "0x80072f78"]], "contact.device-failed", 2, "failed"],
    [32, [["HRESULT", "0x80091007"]], "contact.device-failed", 2, "failed"],
    [32, [["HRESULT", "0x80090016"]], "deliver.failed", 5, "failed"],
    [301, [["HRESULT", "0x80070057"]], "profile.rejected", 1, "failed"],
    [305, [], "profile.rejected", 1, "failed"],
    [302, [], "profile.rejected", 1, "failed"],
    [303, [["HRESULT", "0x86000002"]], "run.note", 0, "none"],
    [304, [["HRESULT", "0x86000002"]], "run.note", 0, "none"],
    [308, [], "contact.device-failed", 2, "failed"],
    [32, [["HRESULT", "0x80190194"]], "contact.device-failed", 2, "failed"],
    [32, [["HRESULT", "0x8010002c"]], "contact.device-failed", 2, "failed"],
    [32, [["HRESULT", "0x80091006"]], "deliver.failed", 5, "failed"],
  ] as const)("%i", (id, values, kind, stage, outcome) => {
    const observation = observeOne(event(provider, id, { values }));
    expect([observation.writer, observation.kind, observation.stage, observation.outcome]).toEqual([
      "windows-device",
      kind,
      stage,
      outcome,
    ]);
  });

  it("32 with a wrong hash means the certificate of the CA", () => {
    const observation = observeOne(
      event(provider, 32, {
        message: "SCEP: Certificate enroll failed. Result: (The hash value is not correct.).",
      }),
    );
    expect([observation.kind, observation.facts.reason]).toEqual([
      "contact.device-failed",
      "ca-certificate-mismatch",
    ]);
  });

  it.each(["0x80072f7", "0x80072f", "0x80072"])(
    "307 makes no key of the CA's thumbprint, and no code of %s, which is cut off",
    (cut) => {
      const text = `SCEPInstall:Failed to Initialize SCEP enrollment with NDES Server 'x', CA cert thumbprint '${transaction}' and server certs ''. LogError ${cut}`;
      const observation = observeOne(event(provider, 307, { values: [["Message1", text]] }));
      expect([observation.kind, observation.keys]).toEqual(["contact.device-failed", []]);
      expect(observation.facts.code).toBeUndefined();
    },
  );

  it("of another part of device management says nothing", () => {
    expect(observeAll(event(provider, 813))).toEqual([]);
  });
});

const androidLines = [
  ["There are 1 requests", "profile.checked", 1, "none", []],
  [
    `Trying to enroll certificate request: ${androidProfile}`,
    "profile.received",
    1,
    "ok",
    [`profileId=${policy}`],
  ],
  [
    "Sending GetCACaps(ca) to https://x.contoso.test/certsrv/mscep/mscep.dll?operation=GetCACaps&message=ca",
    "contact.device-call",
    2,
    "none",
    [],
  ],
  [
    "Received '200 OK' when sending GetCACert(ca) to https://x.contoso.test/y",
    "contact.device-call",
    2,
    "ok",
    [],
  ],
  [
    "Received '504 Gateway Timeout' when sending GetCACert(ca) to https://x.contoso.test/y",
    "contact.device-call",
    2,
    "failed",
    [],
  ],
  [
    `Encoding message: org.jscep.message.PkcsReq@1[messageData=z,messageType=PKCS_REQ,transId=${transaction}]`,
    "contact.device-request",
    2,
    "none",
    [`transactionId=${transaction}`, `spkiHash=${transaction.toLowerCase()}`],
  ],
  [
    `Response: org.jscep.message.CertRep@2[failInfo=<null>,pkiStatus=SUCCESS,messageType=CERT_REP,transId=${transaction}]`,
    "deliver.reply",
    5,
    "ok",
    [`transactionId=${transaction}`],
  ],
  [
    `Response: org.jscep.message.CertRep@2[failInfo=badRequest,pkiStatus=FAILURE,transId=TRANSID]`,
    "deliver.reply",
    5,
    "failed",
    [],
  ],
  [
    `Response: org.jscep.message.CertRep@2[failInfo=<null>,pkiStatus=PENDING,transId=${transaction}]`,
    "deliver.reply",
    5,
    "pending",
    [`transactionId=${transaction}`],
  ],
  [
    "Root cert '17' state changed from CERT_INSTALLING to CERT_INSTALL_SUCCESS",
    "profile.root-state",
    1,
    "ok",
    [],
  ],
  [
    `SCEP cert '${androidProfile}' state changed from CERT_ENROLLED to CERT_INSTALL_REQUESTED`,
    "deliver.state",
    5,
    "pending",
    [`profileId=${policy}`],
  ],
  [
    `SCEP cert '${androidProfile}' state changed from CERT_INSTALL_REQUESTED to CERT_INSTALLING`,
    "deliver.state",
    5,
    "none",
    [`profileId=${policy}`],
  ],
  [
    `SCEP cert '${androidProfile}' state changed from CERT_ACCESS_REQUESTED to CERT_ACCESS_GRANTED`,
    "deliver.installed",
    5,
    "ok",
    [`profileId=${policy}`],
  ],
  [
    `SCEP cert '${androidProfile}' state changed from CERT_INSTALLING to CERT_INSTALL_FAILED`,
    "deliver.failed",
    5,
    "failed",
    [`profileId=${policy}`],
  ],
  [
    `CertUtils has User<1>[i:CN=Contoso CA,${transaction};eku:1.3.6.1.5.5.7.3.2]`,
    "run.note",
    0,
    "none",
    [`thumbprint=${transaction}`],
  ],
  [
    `Selected client cert with alias 'a' and requestId '${androidProfile}'`,
    "run.note",
    0,
    "none",
    [`profileId=${policy}`],
  ],
  ["Signing pkiMessage using key belonging to [dn=CN=x; serial=1] scep", "run.note", 0, "none", []],
  [
    "SCEP failed: java.security.cert.CertPathValidatorException: Trust anchor for certification path not found.",
    "contact.device-failed",
    2,
    "failed",
    [],
  ],
  ["SCEP Transaction ID Mismatch", "contact.device-failed", 2, "failed", []],
] as const;

describe("a line of an Android device", () => {
  it.each(androidLines)("%s", (text, kind, stage, outcome, keys) => {
    const observation = observeOne(omadm(text));
    expect([
      observation.writer,
      observation.kind,
      observation.stage,
      observation.outcome,
      keysOf(observation),
    ]).toEqual(["android-device", kind, stage, outcome, keys]);
    expect(observation.trust).toBe("zone-unknown");
  });

  it("that has no part in certificates says nothing", () => {
    expect(observeAll(omadm("Battery level 80", { source: "com.microsoft.omadm.Power" }))).toEqual([]);
  });

  it("names both states", () => {
    const { facts } = observeOne(omadm(`SCEP cert '${androidProfile}' state changed from A_ONE to B_TWO`));
    expect([facts.previousState, facts.state, facts.platform]).toEqual(["A_ONE", "B_TWO", "android"]);
  });

  it("names a clock that is wrong", () => {
    const text = "Response: org.jscep.message.CertRep@2[failInfo=badTime,pkiStatus=FAILURE,transId=TRANSID]";
    const { facts } = observeOne(omadm(text));
    expect([facts.pkiStatus, facts.failInfo, facts.reason]).toEqual(["2", "3", "clock-wrong"]);
  });

  it("reads the same in CloudExtension.log", () => {
    const record = {
      format: "text",
      offset: 0,
      length: 9,
      at: null,
      clock: "none",
      text: `x Trying to enroll certificate request: ${androidProfile}`,
    } as const;
    expect(observeOne(record, contextOf("dev/CloudExtension.log")).kind).toBe("profile.received");
    expect(observeOne({ ...record, text: "mscep trace" }, contextOf("svc/mscep.log")).writer).toBe("ndes");
  });
});

describe("a line of an Apple device", () => {
  it.each([
    [
      "Performing synchronous URL request: https://x.contoso.test/certsrv/mscep/mscep.dll?operation=GetCACert&message=SCEP%20Authority\\ ",
      "contact.device-call",
      2,
      "none",
    ],
    ["Attempting to retrieve issued certificate...\\ ", "run.note", 0, "none"],
    ["Sending CSR via GET.\\  ", "contact.device-request", 2, "none"],
    [
      `Adding dependent Microsoft.Profiles.MDM to parent ${appleProfile} in domain x`,
      "deliver.state",
      5,
      "none",
    ],
    [`Profile \\'93${appleProfile}\\'94 installed.\\ `, "deliver.installed", 5, "ok"],
    [`Profile "${appleProfile}" installed.`, "deliver.installed", 5, "ok"],
    [
      "Cannot retrieve SCEP identity: NSError:\n Desc : bad\n Domain : MCSCEPErrorDomain\n Code   : 22011",
      "deliver.failed",
      5,
      "failed",
    ],
  ])("%s", (text, kind, stage, outcome) => {
    const observation = observeOne(consoleLine(text));
    expect([observation.writer, observation.kind, observation.stage, observation.outcome]).toEqual([
      "apple-device",
      kind,
      stage,
      outcome,
    ]);
    expect([observation.at, observation.trust, observation.facts.platform]).toEqual([
      null,
      "time-of-day",
      "ios",
    ]);
  });

  it("names profile and error", () => {
    expect(keysOf(observeOne(consoleLine(`Profile "${appleProfile}" installed.`)))).toEqual([
      `profileId=${policy}`,
    ]);
    expect(
      observeOne(
        consoleLine(
          "Cannot retrieve SCEP identity: NSError:\nCode   : 4001\nDomain : MCSCEPErrorDomain\nCode   : 22003",
        ),
      ).facts.code,
    ).toBe("22003");
  });

  it("of another process says nothing", () => {
    expect(observeAll(consoleLine("hello", { process: "mediaserverd" }))).toEqual([]);
  });
});

describe("a status file", () => {
  it.each([
    ["processing", "pending"],
    ["succeed", "ok"],
    ["failed", "failed"],
    ["unknown", "none"],
  ] as const)("in %s", (folder, outcome) => {
    const observation = observeOne(statusFile({ folder }));
    expect([observation.kind, observation.stage, observation.outcome, observation.facts.folder]).toEqual([
      "report.status-file",
      6,
      outcome,
      folder,
    ]);
  });

  it("is joined by its name on its host and by its content", () => {
    const values = [
      ["CertificateSerialNumber", "5c0000007d0b1c2d3e4f5a"],
      ["UserID", policy],
      ["DeviceID", policy],
      ["Thumbprint", transaction],
    ] as const;
    expect(keysOf(observeOne(statusFile({ fileName: "ab12.crs", values })))).toEqual([
      "statusFile=ndes01.contoso.test/AB12.CRS",
      "serialNumber=5c0000007d0b1c2d3e4f5a",
      `userId=${policy}`,
      `deviceId=${policy}`,
      `thumbprint=${transaction}`,
    ]);
  });
});
