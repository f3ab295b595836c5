import { describe, expect, it } from "vitest";
import { event, keysOf, observeAll, observeOne } from "./record-literals.ts";

const unified = "Microsoft-Intune-CertificateConnectors";
const legacy = "Microsoft Intune Connector";
const ndes = "Microsoft-Windows-NetworkDeviceEnrollmentService";
const audit = "Microsoft-Windows-Security-Auditing";
const authority = "Microsoft-Windows-CertificationAuthority";
const activityId = "0f8b2c1e-1111-4222-8333-944445555666";

describe("an event of the unified connector", () => {
  it.each([
    [4000, "report.result", 6, "ok"],
    [4001, "report.result", 4, "failed"],
    [4002, "report.failed", 6, "failed"],
    [4003, "verify.received", 3, "none"],
    [4004, "verify.finished", 3, "ok"],
    [4005, "verify.finished", 3, "failed"],
    [4006, "issue.issued", 4, "ok"],
    [4007, "issue.denied", 4, "failed"],
    [4008, "report.completed", 6, "ok"],
    [4009, "report.retrying", 6, "pending"],
    [4010, "report.failed", 6, "failed"],
    [1000, "host.connector-event", 0, "none"],
    [4099, "run.note", 0, "none"],
  ])("%i", (id, kind, stage, outcome) => {
    const observation = observeOne(event(unified, id, { channel: `${unified}/Operational` }));
    expect([observation.writer, observation.kind, observation.stage, observation.outcome]).toEqual([
      "connector",
      kind,
      stage,
      outcome,
    ]);
    expect([observation.thread, observation.facts.eventId]).toEqual(["900/44", id]);
  });

  it.each([
    ["TransactionId", "7XXEY-ERLPU-2JDR9", "transactionId=7XXEY-ERLPU-2JDR9"],
    ["transaction_id", "aa11bb22cc33dd44", "transactionId=AA11BB22CC33DD44"],
    ["Device-ID", "{11112222-3333-4444-8555-66667777888A}", "deviceId=11112222-3333-4444-8555-66667777888a"],
    ["userId", "Anna@Contoso.test", "userId=anna@contoso.test"],
    [
      "CertificateThumbprint",
      "aa bb cc dd ee ff 00 11 22 33 44 55 66 77 88 99 aa bb cc dd",
      "thumbprint=AABBCCDDEEFF00112233445566778899AABBCCDD",
    ],
    [
      "certificateSerialNumber",
      "00:5C:00:00:00:2A:0b:1c:2d:3e:4f:5a:6b:7c",
      "serialNumber=5c0000002a0b1c2d3e4f5a6b7c",
    ],
    ["RequestId", activityId, `connectorRequestId=${activityId}`],
    ["PolicyId", "22223333_4444_4555_8666_777788889999", "profileId=22223333-4444-4555-8666-777788889999"],
  ])("reads the value named %s", (name, value, key) => {
    expect(keysOf(observeOne(event(unified, 4006, { values: [[name, value]] })))).toEqual([key]);
  });

  it.each([
    "",
    "-",
    "00000000-0000-0000-0000-000000000000",
    "null",
    "<transaction id>",
    "0000000000000000",
    "[GUID]",
    "x".repeat(2000),
    "a\u0000bcdefghij",
  ])("makes no key of the poisoned value %j", (value) => {
    expect(
      observeOne(
        event(unified, 4003, {
          values: [
            ["TransactionId", value],
            ["DeviceId", value],
            ["ActivityId", value],
          ],
        }),
      ).keys,
    ).toEqual([]);
  });
});

describe("the values of a unified connector's event", () => {
  it("does not guess what a value without a name is, except a result code", () => {
    const values = [
      ["", "AABBCCDDEEFF00112233445566778899AABBCCDD"],
      ["", activityId],
      ["", "0x80094800"],
    ] as const;
    const observation = observeOne(event(unified, 4007, { values }));
    expect([observation.keys, observation.facts.code, observation.facts.reason]).toEqual([
      [],
      "0x80094800",
      "template-unsupported",
    ]);
  });

  it("reads Intune's answer from the message of a refusal", () => {
    const message = `Refused. ActivityId:${activityId},TransactionId:AA11BB22CC33DD44,ErrorCode:ChallengeExpired,ErrorDescription:x`;
    const observation = observeOne(event(unified, 4005, { level: 2, message }));
    expect([observation.facts.reason, observation.facts.verdict]).toEqual(["challenge-expired", false]);
    expect(keysOf(observation)).toEqual([`activityId=${activityId}`, "transactionId=AA11BB22CC33DD44"]);
  });

  it("has the activity of its envelope as a key", () => {
    expect(keysOf(observeOne(event(unified, 4003, { activityId })))).toEqual([`activityId=${activityId}`]);
  });

  it("ties a CA request number to the host of that CA", () => {
    const values = [
      ["CARequestId", "42"],
      ["CAConfiguration", String.raw`CA01.contoso.test\Contoso Issuing CA`],
    ] as const;
    expect(keysOf(observeOne(event(unified, 4006, { values })))).toEqual([
      "caRequestId=ca01.contoso.test/42",
    ]);
    expect(observeOne(event(unified, 4006, { values: [["CARequestId", "42"]] })).keys).toEqual([]);
  });

  it("does not take a failed report for a refusal of the CA", () => {
    const { facts } = observeOne(
      event(unified, 4010, {
        values: [
          ["HResult", "0x80070005"],
          ["Message", "Access is denied."],
        ],
      }),
    );
    expect([facts.code, facts.reason]).toEqual(["0x80070005", undefined]);
  });

  it("keeps the end of validity", () => {
    const values = [["certificateExpirationDateUtc", "2027-03-01T00:00:00.0000000Z"]] as const;
    expect(observeOne(event(unified, 4006, { values })).facts.notAfter).toBe(Date.UTC(2027, 2, 1));
  });

  it("is told by its channel when the provider's name is missing", () => {
    expect(observeOne(event("", 4003, { channel: `${unified}/Admin` })).writer).toBe("connector");
  });

  it("is not confused by names that objects have", () => {
    const values = [
      ["__proto__", "x"],
      ["constructor", activityId],
      ["toString", "y"],
    ] as const;
    expect(observeOne(event(unified, 4003, { values })).keys).toEqual([]);
  });
});

describe("an event of the legacy connector", () => {
  it.each([
    [10010, "host.connector-started", 0, "ok"],
    [10020, "host.connector-stopped", 0, "none"],
    [10102, "host.connector-event", 0, "failed"],
    [10301, "host.connector-event", 0, "failed"],
    [10302, "host.connector-event", 0, "failed"],
    [20100, "host.connector-event", 0, "none"],
    [20302, "report.retrying", 6, "pending"],
    [20501, "verify.failed", 3, "failed"],
    [20602, "report.failed", 6, "failed"],
  ])("%i", (id, kind, stage, outcome) => {
    const observation = observeOne(event(legacy, id, { channel: legacy }));
    expect([observation.writer, observation.kind, observation.stage, observation.outcome]).toEqual([
      "legacy-connector",
      kind,
      stage,
      outcome,
    ]);
  });

  it("names the diagnostic code of a failed check", () => {
    const { facts } = observeOne(event(legacy, 20502, { values: [["", "Diagnostic code 0x00000409"]] }));
    expect([facts.code, facts.reason]).toEqual(["0x00000409", "signing-certificate-missing"]);
  });
});

describe("an event of NDES", () => {
  it.each([
    [1, "host.service-started", 0, "ok"],
    [2, "host.service-failed", 0, "failed"],
    [3, "host.service-stopped", 0, "none"],
    [10, "host.service-failed", 0, "failed"],
    [16, "contact.unreadable", 2, "failed"],
    [17, "contact.unreadable", 2, "failed"],
    [18, "contact.unreadable", 2, "failed"],
    [29, "verify.refused", 3, "failed"],
    [31, "issue.failed", 4, "failed"],
    [53, "host.service-failed", 0, "failed"],
    [25, "run.note", 0, "none"],
  ])("%i", (id, kind, stage, outcome) => {
    const observation = observeOne(event(ndes, id));
    expect([observation.writer, observation.kind, observation.stage, observation.outcome]).toEqual([
      "ndes",
      kind,
      stage,
      outcome,
    ]);
    expect(observation.keys).toEqual([]);
  });

  it.each([
    [
      [
        ["ErrorCode", "0x800706ba"],
        ["ErrorMessage", "The RPC server is unavailable."],
      ],
      "0x800706ba",
      "ca-unreachable",
    ],
    [
      [
        ["ErrorCode", "The requested certificate template is not supported by this CA."],
        ["ErrorMessage", "0x80004005"],
      ],
      "0x80004005",
      "template-unsupported",
    ],
    [
      [
        ["ErrorCode", "0x80094012"],
        ["ErrorMessage", "x"],
      ],
      "0x80094012",
      "permission-denied",
    ],
    [
      [
        [
          "ErrorCode",
          "The revocation function was unable to check revocation because the revocation server was offline.",
        ],
        ["ErrorMessage", "0x80004005"],
      ],
      "0x80004005",
      "revocation-offline",
    ],
    [
      [
        [
          "ErrorCode",
          "The public key does not meet the minimum size required by the specified certificate template.",
        ],
        ["ErrorMessage", "0x80004005"],
      ],
      "0x80004005",
      "key-too-small",
    ],
  ] as const)("31 finds its code and words in either order", (values, code, reason) => {
    const { facts } = observeOne(event(ndes, 31, { values }));
    expect([facts.code, facts.reason]).toEqual([code, reason]);
  });
});

describe("an event of the CA", () => {
  const request = [
    ["RequestId", "125"],
    ["Requester", String.raw`CONTOSO\svc-ndes`],
    ["Attributes", "CertificateTemplate:Device\nccm:NDES01.contoso.test"],
    ["Disposition", "3"],
    ["SubjectKeyIdentifier", "16 2f 74 e1 8e 6c bd 18 5c e3 ad 2d 10 22 ff 4d 7d 88 ba be"],
    ["Subject", "CN=device-1"],
    ["SerialNumber", "5c0000007d0b1c2d3e4f5a6b7c00000000007d"],
  ] as const;
  const computer = "CA01.contoso.test";

  it.each([
    [audit, 4868, "issue.denied", "failed"],
    [audit, 4886, "issue.received", "none"],
    [audit, 4887, "issue.issued", "ok"],
    [audit, 4888, "issue.denied", "failed"],
    [audit, 4889, "issue.pending", "pending"],
    [authority, 6, "issue.issued", "ok"],
    [authority, 7, "issue.denied", "failed"],
    [authority, 8, "issue.pending", "pending"],
    [authority, 21, "issue.failed", "failed"],
    [authority, 22, "issue.failed", "failed"],
    [authority, 53, "issue.denied", "failed"],
    // The same with additional information, a manager's denial, and a length that older software cannot read.
    [authority, 52, "issue.issued", "ok"],
    [authority, 54, "issue.pending", "pending"],
    [authority, 56, "issue.denied", "failed"],
    [authority, 57, "issue.denied", "failed"],
    [authority, 23, "issue.failed", "failed"],
  ])("%s %i", (provider, id, kind, outcome) => {
    const observation = observeOne(event(provider, id, { computer, values: [["RequestId", "125"]] }));
    expect([observation.writer, observation.kind, observation.stage, observation.outcome]).toEqual([
      "ca",
      kind,
      4,
      outcome,
    ]);
    expect(keysOf(observation)).toEqual(["caRequestId=ca01.contoso.test/125"]);
  });

  it("names request, key, serial number, subject and the NDES host, and never an activity", () => {
    const observation = observeOne(event(audit, 4887, { computer, values: request, activityId }));
    expect(keysOf(observation)).toEqual([
      "caRequestId=ca01.contoso.test/125",
      "publicKeyHash=162f74e18e6cbd185ce3ad2d1022ff4d7d88babe",
      "serialNumber=5c0000007d0b1c2d3e4f5a6b7c00000000007d",
      "subject=CN=device-1",
    ]);
    expect(observation.facts.ndesHost).toBe("ndes01.contoso.test");
  });

  it("gives the code of a denial from its signed disposition", () => {
    const { facts } = observeOne(
      event(audit, 4888, {
        computer,
        values: [
          ["RequestId", "9"],
          ["Disposition", "-2146875392"],
        ],
      }),
    );
    expect([facts.code, facts.reason]).toEqual(["0x80094800", "template-unsupported"]);
  });

  it("reads request and code from a rendered text without values", () => {
    const message =
      "Active Directory Certificate Services could not process request 12345 due to an error: x 0x80094003 (-2146877437 Y). The request was for CN=z.";
    const observation = observeOne(event(authority, 21, { computer, message }));
    expect([keysOf(observation), observation.facts.code]).toEqual([
      ["caRequestId=ca01.contoso.test/12345"],
      "0x80094003",
    ]);
  });

  it.each([91, 100])("%i is the health of the host", (id) => {
    expect(observeOne(event(authority, id, { level: 2 })).kind).toBe("host.health");
  });

  it.each([4624, 4688, 5123, 4901])("says nothing for %i of the Security log", (id) => {
    expect(observeAll(event(audit, id, { channel: "Security" }))).toEqual([]);
  });
});

describe("an event of the system", () => {
  it.each([
    [5009, "host.pool-crashed"],
    [5010, "host.pool-crashed"],
    [5011, "host.pool-crashed"],
    [5002, "host.pool-stopped"],
    [5059, "host.pool-stopped"],
  ] as const)("WAS %i is %s, of the pool that it names", (id, kind) => {
    const observation = observeOne(
      event("Microsoft-Windows-WAS", id, {
        values: [
          ["AppPoolID", "SCEP"],
          ["ProcessID", "88"],
        ],
      }),
    );
    expect([observation.kind, observation.facts.queue]).toEqual([kind, "SCEP"]);
  });

  it("Application Error counts for the worker process only", () => {
    expect(observeOne(event("Application Error", 1000, { values: [["AppName", "w3wp.exe"]] })).kind).toBe(
      "host.worker-crashed",
    );
    expect(observeAll(event("Application Error", 1000, { values: [["AppName", "notepad.exe"]] }))).toEqual(
      [],
    );
  });

  it("ASP.NET 1310 names its event code", () => {
    const observation = observeOne(
      event("ASP.NET 4.0.30319.0", 1310, {
        level: 3,
        values: [
          ["", "3007"],
          ["", "A compilation error has occurred."],
        ],
      }),
    );
    expect([observation.kind, observation.facts.eventId, observation.facts.code]).toEqual([
      "host.web-event",
      1310,
      "3007",
    ]);
  });

  it("of another program says nothing", () => {
    expect(observeAll(event("Contoso Backup", 4003))).toEqual([]);
    expect(observeAll(event("__proto__", 1))).toEqual([]);
  });
});
