import { describe, expect, it } from "vitest";
import {
  caRequestIdFromSerial,
  findProfileKey,
  hostOf,
  inferZone,
  normaliseKey,
  toHresult,
  zoneAnchor,
} from "../../../../processors/observations/index.ts";
import { findHresult } from "../../../../processors/observations/hresult.ts";
import { cmtrace, event, iis, observeOne, svclog } from "./record-literals.ts";

describe("a result code", () => {
  it.each([
    ["0x0", "0x00000000"],
    ["0x2ab0003", "0x02ab0003"],
    ["0X80094800", "0x80094800"],
    ["-2146875392", "0x80094800"],
    ["2148204809", "0x800b0109"],
    ["80094800", "0x80094800"],
    ["", null],
    ["0x", null],
    ["0x123456789", null],
    ["99999999999", null],
    ["12345678x", null],
  ])("%s is %s", (written, code) => {
    expect(toHresult(written)).toBe(code);
  });

  it("that says something is preferred to E_FAIL", () => {
    expect(findHresult("x 0x80004005 then 0x80094800.")).toBe("0x80094800");
    expect(findHresult("x 0x80004005.")).toBe("0x80004005");
    expect(findHresult("code (-2146875375)")).toBe("0x80094811");
    expect(findHresult("0x123456789abc nothing")).toBe(null);
  });
});

describe("a profile key", () => {
  const authority = "0a0b0c0d-1111-4222-8333-444455556666";
  const logical = "e1234567_89ab_4cde_8f01_23456789abcd";
  it.each([
    [`ModelName_AC_${authority}_LogicalName_${logical}_Hash_-17181044`, "-17181044"],
    [`ModelName=AC_${authority}%2FLogicalName_${logical};Hash=1677525787`, "1677525787"],
    [
      `www.windowsintune.com.SCEP.ModelName=AC_${authority}/LogicalName_${logical};Hash=-912418295`,
      "-912418295",
    ],
    [`AC_${authority}/LogicalName_${logical}`, ""],
  ])("%s", (text, hash) => {
    expect(findProfileKey(`before ${text} after`)).toEqual({
      authorityId: authority,
      policyId: logical.replaceAll("_", "-"),
      hash,
    });
  });

  it("that is cut is none", () => {
    expect(findProfileKey("ModelName=AC_51bad41f.../LogicalName_1892fe4c...;Hash=-912418295")).toBe(null);
  });
});

describe("a serial number of a CA", () => {
  it.each([
    ["5c0000007d0b1c2d3e4f5a6b7c00000000007d", 125],
    ["5C 00 00 00 7D 0B 1C 2D 3E 4F 5A 6B 7C 00 00 00 00 00 7D", 125],
    ["5c0000007d0b1c2d3e4f5a6b7c00000000007e", null],
    ["01", null],
    ["", null],
    ["5c000000000b1c2d3e4f5a6b7c000000000000", null],
    ["zz0000007d0b1c2d3e4f5a6b7c00000000007d", null],
  ])("%s leads to request %s", (serial, request) => {
    expect(caRequestIdFromSerial(serial)).toBe(request);
  });
});

describe("a key", () => {
  it.each([
    ["transactionId", "aB12cD34", "AB12CD34"],
    ["transactionId", "q/3+Zg==abc", "q/3+Zg==abc"],
    ["transactionId", "short", null],
    ["transactionId", "with blank inside", null],
    ["transactionId", "ffffffffffffffff", null],
    [
      "thumbprint",
      "\u200eaabbccddeeff00112233445566778899aabbccdd",
      "AABBCCDDEEFF00112233445566778899AABBCCDD",
    ],
    ["thumbprint", "aabb", null],
    ["serialNumber", "01", null],
    ["serialNumber", "0x005C0000007D0B1C2D3E", "5c0000007d0b1c2d3e"],
    ["activityId", "0F8B2C1E111142228333944445555666", "0f8b2c1e-1111-4222-8333-944445555666"],
    ["activityId", "not a guid", null],
    ["connectorRequestId", "125", null],
    ["caRequestId", "ca01/0", null],
    ["clientIp", "::1", "::1"],
    ["clientIp", "1.1.1.1", "1.1.1.1"],
    ["clientIp", "::ffff:10.1.2.3", "10.1.2.3"],
    ["clientIp", "[2001:db8::1]:443", "2001:db8::1"],
    ["clientIp", "0.0.0.0", null],
    ["clientIp", "<script>", null],
    ["deviceId", "-", null],
  ] as const)("%s %j is %j", (type, written, value) => {
    expect(normaliseKey(type, written)).toBe(value);
  });
});

describe("the host of a record", () => {
  it("is what the record names, lower case", () => {
    expect(hostOf(svclog("x", { computer: "NDES01" }))).toBe("ndes01");
    expect(hostOf(event("x", 1))).toBe("ndes01.contoso.test");
  });

  it.each(["", "-", "XXXXXXXX", "<b>", "a b", "../x", "h".repeat(300)])("is not %j", (computer) => {
    expect(hostOf(event("x", 1, { computer }))).toBe("");
  });

  it("is not told by a row of IIS", () => {
    expect(hostOf(iis({}))).toBe("");
  });
});

describe("a zone", () => {
  /** Irregular moments: seconds apart in a way that repeats nowhere. */
  const moments = Array.from(
    { length: 40 },
    (_, index) => 1_790_000_000_000 + index * index * 37_123 + (index % 7) * 4001,
  );

  it.each([-330, -60, 0, 240, 420, -345])("of %i minutes is found from co-occurring moments", (minutes) => {
    const local = moments.map((moment) => moment - minutes * 60_000);
    const utc = moments.map((moment) => Math.floor((moment + 900) / 1000) * 1000);
    expect(inferZone(local, utc)).toEqual({ offsetMs: minutes * 60_000 });
  });

  it("is not claimed on few moments, on none in common, or where every zone fits", () => {
    expect(inferZone(moments.slice(0, 2), moments.slice(0, 2))).toBe(null);
    expect(
      inferZone(
        moments,
        moments.map((moment) => moment + 400 * 86_400_000),
      ),
    ).toBe(null);
    const dense = Array.from({ length: 20_000 }, (_, index) => 1_790_000_000_000 + index * 10_000);
    expect(inferZone(dense, dense)).toBe(null);
    expect(inferZone([], [])).toBe(null);
  });

  it("is not claimed when the clock changed in between", () => {
    const local = moments.map((moment, index) => moment - (index < 20 ? 60 : 120) * 60_000);
    expect(inferZone(local, moments)).toBe(null);
  });

  it("is anchored on the starts of verifications", () => {
    expect(zoneAnchor(observeOne(cmtrace("Calling VerifyRequest ...")))).toBe(true);
    expect(zoneAnchor(observeOne(svclog("VerifyRequest Started.")))).toBe(true);
    const row = iis({
      method: "POST",
      stem: "/CertificateRegistrationSvc/Certificate/VerifyRequest",
      status: 201,
    });
    expect(zoneAnchor(observeOne(row))).toBe(true);
    expect(zoneAnchor(observeOne(cmtrace("Calling Notifyrequest ...")))).toBe(false);
    expect(zoneAnchor(observeOne(cmtrace("Calling VerifyRequest ...", { at: null, clock: "none" })))).toBe(
      false,
    );
  });
});
