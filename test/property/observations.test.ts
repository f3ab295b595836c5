import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { strongKeyTypes, weakKeyTypes } from "../../processors/contract/index.ts";
import type { Observation } from "../../processors/contract/index.ts";
import { failureReasons, inferZone, normaliseKey, toHresult } from "../../processors/observations/index.ts";
import type { EventRecord, LogRecord } from "../../processors/records/index.ts";
import {
  cmtrace,
  consoleLine,
  event,
  httpErr,
  iis,
  observeAll,
  omadm,
  statusFile,
  svclog,
} from "../unit/processors/observations/record-literals.ts";

/** Words that the parsers look for, so that random texts get past their first tests. */
const words = [
  "Verify challenge returns ",
  "<title>",
  "403",
  "Exiting ",
  "VerifyRequest",
  "Notify",
  " with 0x",
  "80094800",
  "Failed to send http request ",
  "Error ",
  "Dropping file ",
  ".CRS",
  "User : ",
  "TransactionId: ",
  "ActivityId:",
  "ErrorCode:",
  "Thumbprint=",
  "DeviceID - ",
  "Subject Name in CSR ",
  " do not match",
  "challenge ",
  "expired",
  "\n",
  "\r\n   at ",
  "SCEP cert '",
  "' state changed from ",
  " to ",
  "transId=",
  "CertRep@",
  "Response: ",
  "pkiStatus=",
  "Encoding message: ",
  "ModelName=AC_",
  "LogicalName_",
  "Hash=",
  "[i:",
  "User<",
  "operation=PKIOperation&message=",
  "MIAGCSqGSIb3DQEHAqCAMIAC",
  "%2B",
  "+",
  "...",
  "__proto__",
  "constructor",
  "\u0000",
  "\u001b[31m",
  "\ud800",
  "Ω",
  "00000000-0000-0000-0000-000000000000",
];
const text = fc
  .array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 20 })), { maxLength: 30 })
  .map((parts) => parts.join(""));
const values = fc.array(
  fc.tuple(
    fc.oneof(
      fc.constantFrom("TransactionId", "RequestId", "Thumbprint", "HexInt3", "Message1", "__proto__", ""),
      fc.string({ maxLength: 10 }),
    ),
    text,
  ),
  { maxLength: 6 },
);

const events: fc.Arbitrary<EventRecord> = fc
  .record({
    provider: fc.constantFrom(
      "Microsoft-Intune-CertificateConnectors",
      "Microsoft Intune Connector",
      "Microsoft-Windows-NetworkDeviceEnrollmentService",
      "Microsoft-Windows-Security-Auditing",
      "Microsoft-Windows-CertificationAuthority",
      "Microsoft-Windows-WAS",
      "Application Error",
      "ASP.NET 4.0.30319.0",
      "Microsoft-Windows-CertificateServicesClient-CertEnroll",
      "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider",
      "PKICertificateConnectorSvc",
    ),
    id: fc.constantFrom(
      2,
      4,
      6,
      7,
      21,
      29,
      31,
      32,
      36,
      86,
      87,
      301,
      306,
      307,
      309,
      310,
      1000,
      1310,
      4001,
      4003,
      4005,
      4006,
      4008,
      4886,
      4887,
      4888,
      5009,
      20501,
      20602,
    ),
    values,
    message: text,
  })
  .map(({ provider, id, values: pairs, message }) => event(provider, id, { values: pairs, message }));

const records: fc.Arbitrary<LogRecord> = fc.oneof(
  events,
  text.map((written) => cmtrace(written)),
  fc
    .tuple(
      text,
      fc.constantFrom("Information", "Error"),
      fc.constantFrom("CertificateRegistrationPoint", "NDESConnector", "x"),
    )
    .map(([written, level, source]) => svclog(written, { level, source })),
  text.map((written) => omadm(written)),
  text.map((written) => consoleLine(written)),
  fc
    .tuple(text, text, text)
    .map(([query, userAgent, clientIp]) => iis({ query, userAgent, clientIp, forwardedFor: userAgent })),
  fc.tuple(text, text).map(([uri, reason]) => httpErr({ uri, reason })),
  fc.tuple(text, values).map(([fileName, pairs]) => statusFile({ fileName, values: pairs })),
  text.map(
    (written) => ({ format: "text", offset: 1, length: 2, at: null, clock: "none", text: written }) as const,
  ),
);

const shape = [
  "host",
  "writer",
  "kind",
  "stage",
  "outcome",
  "at",
  "resolutionMs",
  "trust",
  "durationMs",
  "thread",
  "keys",
  "facts",
  "fileId",
  "offset",
  "length",
];

describe("any record, however hostile", () => {
  it("gives at most one observation of the one shape, with bounded text, closed words and clean keys", () => {
    fc.assert(
      fc.property(records, (record) => {
        const observations = observeAll(record);
        expect(observations.length).toBeLessThanOrEqual(1);
        for (const observation of observations) checkObservation(observation);
      }),
      { numRuns: 3000 },
    );
  });

  it("gives the same again", () => {
    fc.assert(
      fc.property(records, (record) => {
        expect(observeAll(record)).toEqual(observeAll(record));
      }),
      { numRuns: 500 },
    );
  });
});

function checkObservation(observation: Observation): void {
  expect(Object.keys(observation)).toEqual(shape);
  expect(observation.facts.text?.length ?? 0).toBeLessThanOrEqual(400);
  expect(observation.keys.length).toBeLessThanOrEqual(16);
  for (const key of observation.keys) {
    expect([...strongKeyTypes, ...weakKeyTypes]).toContain(key.type);
    expect(key.value.length).toBeLessThanOrEqual(400);
    expect(key.value).not.toMatch(/[\u0000-\u001f\u007f]/);
    expect(key.value).not.toMatch(/^[0-]*$/);
  }
  if (observation.facts.reason !== undefined) expect(failureReasons).toContain(observation.facts.reason);
  if (observation.facts.code !== undefined)
    expect(observation.facts.code).toMatch(/^(?:0x[0-9a-f]{8}|-?\d{1,10})$/);
  for (const value of Object.values(observation.facts)) expect(value).not.toBe(undefined);
}

describe("spellings", () => {
  it("of a key do not change when it is spelled again", () => {
    const types = fc.constantFrom(...strongKeyTypes, ...weakKeyTypes);
    fc.assert(
      fc.property(
        types,
        fc.oneof(fc.string(), fc.uuid(), fc.stringMatching(/^[0-9a-fA-F]{40}$/), fc.ipV4(), fc.ipV6()),
        (type, written) => {
          const once = normaliseKey(type, written);
          expect(once === null || normaliseKey(type, once) === once).toBe(true);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it("of a result code agree: signed, unsigned and hex", () => {
    // Eight digits from 80000000 on are a result code without its prefix, not a small number in decimal.
    const codes = fc
      .integer({ min: 0, max: 0xffffffff })
      .filter((code) => code < 80_000_000 || code > 99_999_999);
    fc.assert(
      fc.property(codes, (code) => {
        const expected = `0x${code.toString(16).padStart(8, "0")}`;
        expect([
          toHresult(`0x${code.toString(16)}`),
          toHresult(String(code)),
          toHresult(String(code | 0)),
        ]).toEqual([expected, expected, expected]);
      }),
    );
  });
});

describe("a zone", () => {
  it("is the true one or none, whatever the moments", () => {
    const gaps = fc.array(fc.integer({ min: 1000, max: 5_000_000 }), { minLength: 0, maxLength: 60 });
    fc.assert(
      fc.property(
        gaps,
        fc.integer({ min: -56, max: 56 }),
        fc.array(fc.boolean(), { maxLength: 60 }),
        (steps, zone, lost) => {
          let at = 1_790_000_000_000;
          const moments = steps.map((step) => {
            at += step;
            return at;
          });
          const offsetMs = zone * 900_000;
          const utc = moments
            .filter((_, index) => !(lost[index] ?? false) || index % 3 !== 0)
            .map((moment) => moment + 700);
          const found = inferZone(
            moments.map((moment) => moment - offsetMs),
            utc,
          );
          expect([offsetMs, undefined]).toContain(found?.offsetMs);
        },
      ),
      { numRuns: 300 },
    );
  });
});
