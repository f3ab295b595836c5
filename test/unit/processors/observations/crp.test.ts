import { describe, expect, it } from "vitest";
import { contextOf, keysOf, observeOne, svclog } from "./record-literals.ts";

const texts = [
  ["VerifyRequest Started.", "verify.started", 3, "none", {}],
  ["VerifyRequest Started", "verify.started", 3, "none", {}],
  ["Validation Phase 1 finished with status True.", "verify.phase", 3, "ok", { verdict: true, phase: 1 }],
  [
    "Validation Phase 3 finished with status False.",
    "verify.phase",
    3,
    "failed",
    { verdict: false, phase: 3 },
  ],
  ["Validation Phase 12 finished with status true", "verify.phase", 3, "ok", { verdict: true, phase: 12 }],
  ["VerifyRequest Finished with status True", "verify.finished", 3, "ok", { verdict: true }],
  ["VerifyRequest Finished with status False.", "verify.finished", 3, "failed", { verdict: false }],
  ["Notify Started", "report.started", 6, "none", {}],
  ["Notify Finished.", "report.finished", 6, "ok", {}],
  ["notify finished", "report.finished", 6, "ok", {}],
  [
    "Validation Phase 1 started. This verifies the challenge.",
    "run.note",
    0,
    "none",
    { phase: 1, text: "Validation Phase 1 started. This verifies the challenge." },
  ],
  ["Retrieveing the CRP certificate", "run.note", 0, "none", { text: "Retrieveing the CRP certificate" }],
  ["Successfully dropped file.", "run.note", 0, "none", { text: "Successfully dropped file." }],
] as const;

describe("a text of the registration point", () => {
  it.each(texts)("%s", (text, kind, stage, outcome, facts) => {
    const observation = observeOne(svclog(text));
    expect([
      observation.writer,
      observation.kind,
      observation.stage,
      observation.outcome,
      observation.facts,
    ]).toEqual(["crp", kind, stage, outcome, facts]);
    expect([observation.thread, observation.resolutionMs]).toEqual(["4711/12", 0]);
  });

  it("that drops a file names the file and the user", () => {
    const text =
      "Dropping file 0a1b2c3d4e5f60718293a4b5c6d7e8f9.CRS for Certificate Request Status Data for User : 7b0c8a52-0000-4111-8222-933334444555, Dev";
    const observation = observeOne(svclog(text));
    expect([observation.kind, observation.facts.fileName]).toEqual([
      "report.queued",
      "0a1b2c3d4e5f60718293a4b5c6d7e8f9.CRS",
    ]);
    expect(keysOf(observation)).toEqual([
      "statusFile=ndes01.contoso.test/0A1B2C3D4E5F60718293A4B5C6D7E8F9.CRS",
      "userId=7b0c8a52-0000-4111-8222-933334444555",
    ]);
  });

  it.each([
    ["Signing certificate could not be retrieved.", "Error", "signing-certificate-missing"],
    [
      "Cryptography Exception: System.Security.Cryptography.CryptographicException: m_safeCertContext is an invalid handle.\r\n   at X.Y()",
      "Error",
      "signing-certificate-missing",
    ],
    ["Diagnostic code 0x00000408", "Error", "encryption-certificate-missing"],
    ["Diagnostic code 0x410", "Error", "challenge-unreadable"],
    ["Diagnostic code 0x00000411", "Information", "challenge-expired"],
    ["The challenge has expired.", "Warning", "challenge-expired"],
    [
      String.raw`Subject Name in CSR CN=a\,b and challenge CN=a,b do not match` +
        "\r\n\r\nException: System.ArgumentException: x\r\n   at N.ValidationPhase3()",
      "Error",
      "subject-mismatch",
    ],
    [
      "ActivityId:0f8b2c1e-1111-4222-8333-944445555666,TransactionId:AA11BB22CC33DD44,ErrorCode:KeyUsageMismatch,ErrorDescription:x",
      "Error",
      "key-usage-mismatch",
    ],
  ])("is a failed verification: %s", (text, level, reason) => {
    const observation = observeOne(svclog(text, { level }));
    expect([observation.kind, observation.stage, observation.outcome, observation.facts.reason]).toEqual([
      "verify.failed",
      3,
      "failed",
      reason,
    ]);
  });

  it("spells the connector's diagnostic code in full", () => {
    expect(observeOne(svclog("code 0x409", { level: "Error" })).facts.code).toBe("0x00000409");
  });

  it("belongs to the report when the stack says so", () => {
    const text =
      "Cryptography Exception: m_safeCertContext is an invalid handle.\n   at Crp.Controller.NotifyRequest(String body)";
    expect(observeOne(svclog(text, { level: "Error" })).kind).toBe("report.failed");
  });

  it("of level Error without a known reason leaves the stage to its run", () => {
    const observation = observeOne(svclog("Something broke", { level: "Error" }));
    expect([observation.kind, observation.stage, observation.outcome]).toEqual(["run.failed", 0, "failed"]);
  });

  it("carries the activity of its call when there is one", () => {
    const activityId = "0f8b2c1e-1111-4222-8333-944445555666";
    expect(keysOf(observeOne(svclog("VerifyRequest Started.", { activityId })))).toEqual([
      `activityId=${activityId}`,
    ]);
  });

  it("keeps nothing of a certificate request that is written into it, wherever the text is cut", () => {
    const request = "MIICvDCCAaQCAQAwADCCASIwDQYJKoZIhvcNAQEBBQADggEP".repeat(20);
    const lines = request.replace(/.{64}/g, "$&\r\n");
    for (const words of ["CSR: ", `${"a word ".repeat(40)}CSR: `]) {
      expect(observeOne(svclog(`${words}${request} end`)).facts.text).toBe(`${words}[960 characters] end`);
      expect(observeOne(svclog(`${words}${lines}`)).facts.text).toBe(`${words}[988 characters]`);
    }
  });

  it("is told by file name or words when the source has another name", () => {
    const other = { source: "SomeSource", process: "something" };
    expect(
      observeOne(svclog("x", other), contextOf("l/CertificateRegistrationPoint_2026-01-01_010101.svclog"))
        .writer,
    ).toBe("crp");
    expect(observeOne(svclog("VerifyRequest Started.", other)).writer).toBe("crp");
    expect(observeOne(svclog("x", { ...other, process: "w3wp" })).writer).toBe("crp");
    expect(observeOne(svclog("some other program", other)).writer).toBe("other");
  });

  it("survives what no writer would write", () => {
    for (const text of [
      "",
      "\n".repeat(100_000),
      "challenge ".repeat(20_000),
      "Subject Name in CSR ".repeat(5000),
      "Dropping file ",
    ]) {
      expect(observeOne(svclog(text, { level: "Error" })).facts.text?.length ?? 0).toBeLessThanOrEqual(400);
    }
  });
});

describe("a text of the uploader", () => {
  const uploader = { source: "NDESConnector", process: "NDESConnectorSvc" };

  it("names the user and the device of an entry", () => {
    const text =
      "UploadCertificateData: processing entry with the following certificateData: UserID - 7b0c8a52-0000-4111-8222-933334444555 DeviceID - 11112222-3333-4444-8555-666677778888 Thumb";
    const observation = observeOne(svclog(text, uploader));
    expect([observation.writer, observation.kind, observation.stage]).toEqual([
      "uploader",
      "report.entry",
      6,
    ]);
    expect(keysOf(observation)).toEqual([
      "userId=7b0c8a52-0000-4111-8222-933334444555",
      "deviceId=11112222-3333-4444-8555-666677778888",
    ]);
  });

  it.each([
    ["Successfully uploaded the data.", "Information", "report.batch", "ok"],
    ["Uploading data to NDESConnector service failed: timeout", "Error", "report.batch", "failed"],
    ["Downloading data from NDESConnector service failed", "Error", "run.note", "none"],
    ["In Revoke thread.", "Information", "run.note", "none"],
    [
      "UploadCertificateData: done processing certificateData - serializing certificateRequestData",
      "Information",
      "run.note",
      "none",
    ],
    ["IssuePfx - upload of request failed", "Error", "run.note", "none"],
    ["NDES certificate: CN=11112222-3333-4444-8555-666677778888", "Information", "run.note", "none"],
  ])("%s", (text, level, kind, outcome) => {
    const observation = observeOne(svclog(text, { ...uploader, level }));
    expect([observation.kind, observation.outcome, observation.keys]).toEqual([kind, outcome, []]);
  });

  it("keeps the size of a batch and the activity of the cloud call", () => {
    const preparing = "Preparing connector messages to be uploaded to NDESConnector service - list count 3";
    expect(observeOne(svclog(preparing, uploader)).facts.count).toBe(3);
    const activity = "Activity ID: 0f8b2c1e-1111-4222-8333-944445555666";
    expect(keysOf(observeOne(svclog(activity, uploader)))).toEqual([
      "activityId=0f8b2c1e-1111-4222-8333-944445555666",
    ]);
  });

  it("does not make the envelope's activity a key: it uploads many requests", () => {
    const activityId = "0f8b2c1e-1111-4222-8333-944445555666";
    expect(observeOne(svclog("Successfully uploaded the data.", { ...uploader, activityId })).keys).toEqual(
      [],
    );
  });

  it("takes no key from PKCS work", () => {
    expect(
      observeOne(
        svclog(
          "Issuing Pfx certificate for Device ID: 11112222-3333-4444-8555-666677778888 failed",
          uploader,
        ),
      ).keys,
    ).toEqual([]);
  });
});
