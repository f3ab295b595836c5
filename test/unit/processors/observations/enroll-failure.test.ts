import { describe, expect, it } from "vitest";
import { event, observeAll, observeOne } from "./record-literals.ts";

const provider = "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider";

describe("why an enrolment on Windows failed", () => {
  const enrolment = (values: readonly (readonly [string, string])[], message = "") => {
    const { code, reason, status, path } = observeOne(event(provider, 32, { values, message })).facts;
    return [code, reason, status, path];
  };

  it.each([
    ["0x80072ee7", "name-not-resolved", undefined],
    ["0x80072ee2", "timed-out", undefined],
    ["0x80072efd", "cannot-connect", undefined],
    ["0x80072f8f", "tls-failure", undefined],
    ["0x80072f0d", "tls-untrusted-authority", undefined],
    ["0x80072fff", undefined, undefined],
    ["0x801901f7", "http-refused", 503],
    ["0x80190193", "http-refused", 403],
    ["0x80190001", undefined, undefined],
    ["0x8010002c", "ca-certificate-unusable", undefined],
    ["0x80090016", undefined, undefined],
  ] as const)("32 with %s names its reason", (code, reason, status) => {
    expect(enrolment([["HRESULT", code]])).toEqual([code, reason, status, undefined]);
  });

  it.each([
    ["The requested certificate does not exist.", "ca-certificate-unusable", undefined],
    ["Not found (404).", "http-refused", 404],
    ["Unknown Win32 Error code: 0x801901f4", "http-refused", 500],
    ["The cryptographic message does not contain an expected authenticated attribute.", undefined, undefined],
  ] as const)("32 is read from its rendered text: %s", (words, reason, status) => {
    const [, ...told] = enrolment([], `SCEP: Certificate enroll failed. Result: (${words}).`);
    expect(told).toEqual([reason, status, undefined]);
  });

  it("308 names the server that could not be asked", () => {
    const url = "https://scep.contoso.test/certsrv/mscep/mscep.dll";
    const values = [
      ["Message1", url],
      ["HRESULT", "0x80072efd"],
    ] as const;
    const message = `SCEP: Failed to send Server request. ServerUrl : (${url}) Result : (Unknown Win32 Error code: 0x80072efd) `;
    for (const told of [{ values }, { message }]) {
      const { facts } = observeOne(event(provider, 308, told));
      expect([facts.path, facts.code, facts.reason]).toEqual([url, "0x80072efd", "cannot-connect"]);
    }
  });

  it("307 quotes the status that NDES answered", () => {
    const text =
      "SCEPInstall:Failed to Initialize SCEP enrollment with NDES Server 'x', CA cert thumbprint '' and server certs ''. LogError 0x80190194";
    const { facts } = observeOne(event(provider, 307, { values: [["Message1", text]] }));
    expect([facts.code, facts.status]).toEqual(["0x80190194", 404]);
  });

  it("CertEnroll 86 is a failed contact, 87 quotes the reply", () => {
    const source = "Microsoft-Windows-CertificateServicesClient-CertEnroll";
    const first = observeOne(
      event(source, 86, {
        message: "initialization failed: GetCACaps 0x80072f8f (WinHttp: 12175 ERROR_WINHTTP_SECURE_FAILURE)",
      }),
    );
    expect([first.kind, first.facts.code, first.facts.reason]).toEqual([
      "contact.device-failed",
      "0x80072f8f",
      "tls-failure",
    ]);
    const message =
      "failed:\n\nPkiStatus(2): SCEPDispositionFailure\nFailInfo(2): SCEPFailBadRequest\nx 0x80094811 (-2146875375 CERTSRV_E_KEY_LENGTH)";
    const { kind, facts } = observeOne(event(source, 87, { message }));
    expect([kind, facts.pkiStatus, facts.failInfo, facts.code, facts.reason]).toEqual([
      "deliver.failed",
      "2",
      "2",
      "0x80094811",
      "key-too-small",
    ]);
  });

  it.each([
    ["https://IFX-KeyId-18b1af70b93f9919.microsoftaik.azure.net/templates/Aik/scep", 0],
    ["https://scep.contoso.test/certsrv/mscep/mscep.dll/pkiclient.exe", 1],
  ])(
    "CertEnroll of %s: %i failed requests, for a TPM's attestation key is no certificate of Intune",
    (url, failed) => {
      const source = "Microsoft-Windows-CertificateServicesClient-CertEnroll";
      const message = `SCEP Certificate enrollment initialization for WORKGROUP\\PC$ via ${url} failed:\n\nGetCACaps`;
      const values = [
        ["Context", "WORKGROUP\\PC$"],
        ["Url", url],
      ] as const;
      for (const eventId of [86, 87])
        for (const told of [{ values }, { message }])
          expect(observeAll(event(source, eventId, told))).toHaveLength(failed);
    },
  );
});
