import { describe, expect, it } from "vitest";
import { cmtrace, contextOf, keysOf, observeOne } from "./record-literals.ts";

const log = contextOf("ndes01/NDESPolicyModule/Logs/NDESPlugin.log");

const texts = [
  ["Calling VerifyRequest ...", "verify.started", 3, "none", {}],
  ["calling verifyrequest", "verify.started", 3, "none", {}],
  ["Sending request to certificate registration point.", "run.sent", 0, "none", {}],
  ["Sending request to Certificate Registration Point", "run.sent", 0, "none", {}],
  ["Verify challenge returns true", "verify.returned", 3, "ok", { verdict: true }],
  ["Verify challenge returns false", "verify.returned", 3, "failed", { verdict: false }],
  ["Verify challenge returns  FALSE.", "verify.returned", 3, "failed", { verdict: false }],
  ["Exiting VerifyRequest with 0x0", "verify.finished", 3, "ok", { code: "0x00000000" }],
  ["Exiting VerifyRequest with 0x80004005", "verify.finished", 3, "failed", { code: "0x80004005" }],
  ["Calling Notifyrequest ...", "report.started", 6, "none", {}],
  ["Calling NotifyRequest...", "report.started", 6, "none", {}],
  ["Exiting Notify with 0x0", "report.finished", 6, "ok", { code: "0x00000000" }],
  ["Exiting Notify with 0x80072efd", "report.finished", 6, "failed", { code: "0x80072efd" }],
] as const;

describe("a text of the policy module", () => {
  it.each(texts)("%s", (text, kind, stage, outcome, facts) => {
    const observation = observeOne(cmtrace(text), log);
    expect([
      observation.writer,
      observation.kind,
      observation.stage,
      observation.outcome,
      observation.facts,
    ]).toEqual(["plugin", kind, stage, outcome, facts]);
  });

  it.each([
    ["12175", "tls-failure"],
    ["12029", "cannot-connect"],
    ["12007", "name-not-resolved"],
    ["12002", "timed-out"],
    ["12152", "invalid-response"],
    ["0x80072f8f", "tls-failure"],
    ["99999", "connection-lost"],
  ])("names WinHTTP error %s", (code, reason) => {
    const path = "/CertificateRegistrationSvc/Certificate/VerifyRequest";
    const observation = observeOne(cmtrace(`Failed to send http request ${path}. Error ${code}`), log);
    expect([observation.kind, observation.stage, observation.outcome]).toEqual(["run.failed", 3, "failed"]);
    expect(observation.facts).toEqual({ code, path, reason });
  });

  it("names the TLS flag that comes before the failed call", () => {
    const observation = observeOne(cmtrace("WINHTTP_CALLBACK_STATUS_FLAG_CERT_CN_INVALID"), log);
    expect([observation.kind, observation.facts.reason]).toEqual(["run.note", "tls-name-mismatch"]);
  });

  it("reads the status from a whole page of the web server", () => {
    const page = `<!DOCTYPE html PUBLIC "x">\r\n<html>\r\n<head>\r\n<title>403 - Forbidden: Access is denied.</title>\r\n<style>${"x".repeat(3000)}</style>`;
    const observation = observeOne(cmtrace(`Verify challenge returns ${page}`), log);
    expect([observation.kind, observation.outcome]).toEqual(["verify.returned", "failed"]);
    expect(observation.facts).toEqual({
      verdict: false,
      status: 403,
      reason: "http-refused",
      text: "403 - Forbidden: Access is denied.",
    });
  });

  it("reads the status from the text of a page of HTTP.sys, whose title has none", () => {
    const page =
      "<HTML><HEAD><TITLE>Service Unavailable</TITLE></HEAD><BODY><p>HTTP Error 503. The service is unavailable.</p></BODY></HTML>";
    const { facts } = observeOne(cmtrace(`Verify challenge returns ${page}`), log);
    expect([facts.status, facts.text]).toEqual([503, "Service Unavailable"]);
  });

  it("takes an empty body for a refusal without a reason", () => {
    expect(observeOne(cmtrace("Verify challenge returns "), log).facts).toEqual({ verdict: false, text: "" });
  });

  it("keeps an unknown text as evidence of its thread, with the keys that it labels", () => {
    const observation = observeOne(
      cmtrace("Template fine, TransactionId: 0A1B2C3D4E5F60718293A4B5C6D7E8F901234567"),
      log,
    );
    expect([observation.kind, observation.stage, observation.outcome, observation.thread]).toEqual([
      "run.note",
      0,
      "none",
      "5120",
    ]);
    expect(keysOf(observation)).toEqual(["transactionId=0A1B2C3D4E5F60718293A4B5C6D7E8F901234567"]);
  });

  it("does not guess what 40 hex digits without a name are", () => {
    expect(observeOne(cmtrace("value 0A1B2C3D4E5F60718293A4B5C6D7E8F901234567"), log).keys).toEqual([]);
  });

  it("reads Intune's error layout wherever it stands", () => {
    const text =
      "x ActivityId:0f8b2c1e-1111-4222-8333-944445555666,TransactionId:AA11BB22CC33DD44,ErrorCode:ChallengeExpired,ErrorDescription:too late";
    const observation = observeOne(cmtrace(text), log);
    expect(observation.facts.reason).toBe("challenge-expired");
    expect(keysOf(observation)).toEqual([
      "activityId=0f8b2c1e-1111-4222-8333-944445555666",
      "transactionId=AA11BB22CC33DD44",
    ]);
  });

  it("is no note of the policy module in another program's log", () => {
    const observation = observeOne(
      cmtrace("Initializing download", { component: "ApplyOS" }),
      contextOf("smsts.log"),
    );
    expect(observation.writer).toBe("other");
    expect(
      observeOne(cmtrace("Calling VerifyRequest ...", { component: "" }), contextOf("renamed.log")).writer,
    ).toBe("plugin");
  });

  it("moves a local clock by the zone, or says that it does not know it", () => {
    const record = cmtrace("Calling VerifyRequest ...", { clock: "local", at: 1_000_000 });
    const known = contextOf("NDESPlugin.log", { offsetMs: -3_600_000, trust: "zone-inferred" });
    expect([observeOne(record, known).at, observeOne(record, known).trust]).toEqual([
      -2_600_000,
      "zone-inferred",
    ]);
    expect([
      observeOne(record, log).at,
      observeOne(record, log).trust,
      observeOne(record, log).resolutionMs,
    ]).toEqual([1_000_000, "zone-unknown", 1]);
  });

  it("has no time where the line has none", () => {
    const observation = observeOne(
      cmtrace("Calling VerifyRequest ...", { clock: "none", at: null, form: "bare" }),
      log,
    );
    expect([observation.at, observation.trust]).toEqual([null, "none"]);
  });

  it("survives what no writer would write", () => {
    for (const text of [
      "",
      " ".repeat(100_000),
      "Exiting __proto__ with 0x0",
      "Verify challenge returns <title>".repeat(5000),
      "a=".repeat(50_000),
      "\u0000",
    ]) {
      expect(observeOne(cmtrace(text), log).facts.text?.length ?? 0).toBeLessThanOrEqual(400);
    }
  });
});
