import { describe, expect, it } from "vitest";
import { httpErr, keysOf, observeAll, observeOne } from "./record-literals.ts";

describe("a row of the HTTP.sys error log", () => {
  it("of the SCEP pool is a failed contact, whatever its address", () => {
    const observation = observeOne(httpErr({}));
    expect([observation.kind, observation.stage, observation.outcome]).toEqual([
      "contact.http-error",
      2,
      "failed",
    ]);
    expect(observation.facts).toEqual({
      method: "GET",
      status: 503,
      httpReason: "AppOffline",
      queue: "SCEP",
    });
  });

  it("on an mscep address counts without a queue name", () => {
    const observation = observeOne(
      httpErr({
        uri: "/certsrv/mscep/mscep.dll?operation=GetCACaps&message=ca",
        queue: "",
        reason: "URL_Length",
        status: 414,
      }),
    );
    expect([observation.facts.path, observation.facts.httpReason]).toEqual([
      "/certsrv/mscep/mscep.dll",
      "URL_Length",
    ]);
    expect(keysOf(observation)).toEqual(["clientIp=10.9.8.7"]);
  });

  it.each([
    ["/CertificateRegistrationSvc/Certificate/VerifyRequest", 3],
    ["/CertificateRegistrationSvc/Certificate/Notify", 6],
  ])("of %s counts for the stage that called", (uri, stage) => {
    expect(observeOne(httpErr({ uri, queue: "", reason: "Connection_Abandoned_By_ReqQueue" })).stage).toBe(
      stage,
    );
  });

  it("says that an idle connection failed nothing", () => {
    expect(observeOne(httpErr({ reason: "Timer_ConnectionIdle", status: -1, method: "" })).outcome).toBe(
      "none",
    );
  });

  it("of another site and pool says nothing", () => {
    expect(observeAll(httpErr({ uri: "/index.html", queue: "DefaultAppPool" }))).toEqual([]);
  });
});
