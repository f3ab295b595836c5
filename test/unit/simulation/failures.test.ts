import { describe, expect, test } from "vitest";

import { courses, simulate } from "../../simulation/index.ts";
import type { Simulation } from "../../simulation/index.ts";

const failures = simulate("failures", 1);
const outage = simulate("outage", 1);

/** All records of a request as text, each behind its source. */
function textOf(simulation: Simulation, id: string): string {
  const lines: string[] = [];
  for (const file of simulation.files) {
    for (const record of simulation.truth.records.get(file.path) ?? []) {
      if (record.request !== id) continue;
      const state = record.source === "status" ? file.path : "";
      lines.push(
        `${record.source} ${state}${file.bytes.toString("utf8", record.offset, record.offset + record.length)}`,
      );
    }
  }
  return lines.join("\n");
}

/** What has to be in the records of each legacy course, from the signal column of the catalogue. */
const signals: [course: string, ...signals: RegExp[]][] = [
  ["success", /Exiting Notify with 0x0/, /204 0 0/, /4887/, /Status\/Succeed/],
  ["profile-rejected", /<EventID>306/, /0x80070057/],
  ["root-missing", /Root cert .* to CERT_INSTALL_REQUESTED/, /Trying to enroll/],
  ["impersonation-right", /mscep\.dll.* 500 0 1346 \d+/],
  ["http-500", /operation=PKIOperation.* 500 0 0 \d+/],
  ["app-pool-stopped", /httperr .* 503 1 AppOffline SCEP/],
  ["query-too-long", /PKIOperation.* 404 15 0 \d+/],
  ["url-too-long", /httperr .* 414 1 URL_Length/],
  ["proxy-unreachable", /omadm .*504 Gateway Timeout/],
  ["no-operation", /GetCACert.* 200 0 0 \d+/],
  ["missing-intermediate", /omadm .*issuer certificate not found/],
  ["not-decoded", /<EventID>16</],
  ["not-retrieved", /<EventID>17</],
  ["not-decrypted", /<EventID>18</],
  ["tls-name-mismatch", /CERT_CN_INVALID/, /Error 12175/],
  ["tls-failure", /Error 12175/],
  ["crp-no-connection", /Error 12029/],
  ["crp-no-name", /Error 12007/],
  ["crp-timeout", /Error 12002/],
  ["crp-bad-response", /Error 12152/],
  ["client-untrusted", /VerifyRequest.* 403 16 2148204809/, /Verify challenge returns <!DOCTYPE html/],
  ["client-required", /VerifyRequest.* 403 7 64/],
  ["client-revoked", /VerifyRequest.* 403 13 /],
  ["client-out-of-date", /VerifyRequest.* 403 17 /],
  ["client-expired", /Sending request to certificate registration point/],
  ["crp-500", /VerifyRequest.* 500 0 0/],
  ["no-signing-certificate", /0x409/, /m_safeCertContext is an invalid handle/, /Finished with status False/],
  ["no-encryption-certificate", /0x408/],
  ["unreadable", /0x410/],
  ["expired", /0x411/, /<EventID>29</],
  ["reused", /<EventID>29</, /Phase 1 finished with status False/],
  ["mismatch", /Subject Name in CSR .* do not match/],
  ["refused", /Verify challenge returns false/],
  ["pool-crash", /VerifyRequest.* 201 0 0/, /Connection_Abandoned_By_ReqQueue SCEP/],
  ["template-unsupported", /<EventID>31</, /0x80094800/, /<EventID>4888</, /-2146875392/],
  ["permission-denied", /0x80094012/],
  ["ca-unreachable", /0x800706ba/],
  ["revocation-offline", /0x80092013/],
  ["key-too-small", /minimum size/],
  ["subject-refused", /too long/, /0x80094001/],
  ["denied", /<EventID>31</, /<EventID>53</],
  ["pending", /<EventID>4889</],
  ["client-gone", /PKIOperation.* 200 0 64 \d+/],
  ["client-aborted", /PKIOperation.* 200 0 1236 \d+/],
  ["install-failed-android", /CERT_INSTALL_FAILED/],
  ["install-failed-windows", /<EventID>307</],
  ["install-failed-ios", /MCSCEPErrorDomain/],
  ["waiting", /CERT_INSTALL_REQUESTED/],
  ["stuck", /Status\/Processing/],
  ["status-failed", /Status\/Failed/],
  ["notify-failed", /Notify.* 500 0 0/, /Exiting Notify with 0x80004005/],
  ["not-dropped", /Notify - 443 .* 204/],
];

const unifiedSignals: [course: string, ...signals: RegExp[]][] = [
  ["success", /4003/, /4004/, /4006/, /4008/, /4000/],
  ["expired", /<EventID>4005</, /ErrorCode:ChallengeExpired/],
  ["denied", /<EventID>4007</, /<EventID>4001</],
  ["retried", /<EventID>4009</, /<EventID>4008</],
  ["upload-failed", /<EventID>4002</],
  ["not-saved", /<EventID>4010</],
  ["not-reported", /<EventID>4006</],
];

describe("the scenario of failures", () => {
  test("has every course of both generations", () => {
    const told = new Set(
      [...failures.truth.requests, ...outage.truth.requests].map((request) => request.course),
    );
    expect(courses.map((course) => course.name).filter((name) => !told.has(name))).toEqual([]);
  });

  test.each(signals)(
    "shows a legacy request that goes the way of %s by its signal",
    (course, ...expected) => {
      expect(missing("legacy", course, expected)).toEqual([]);
    },
  );

  test.each(unifiedSignals)(
    "shows a unified request that goes the way of %s by its signal",
    (course, ...expected) => {
      expect(missing("unified", course, expected)).toEqual([]);
    },
  );

  test("shows nothing after the call to the CRP where the client certificate has expired", () => {
    for (const { id } of requestsOf("legacy", "client-expired")) {
      expect(textOf(failures, id)).not.toMatch(
        /Verify challenge returns|Exiting VerifyRequest|plugin .*Notify/,
      );
    }
  });

  test.each([
    ["ndes01/EventLogs/Microsoft Intune Connector.xml", /<EventID>10020</],
    ["ndes02/EventLogs/Microsoft Intune Connector.xml", /<EventID>10302</],
    ["ndes02/EventLogs/Application.xml", /EVENT_MSCEP_FAILED_TO_LOAD/],
    ["ndes01/EventLogs/System.xml", /<EventID>5011</],
    ["ndes01/EventLogs/Application.xml", /<EventID>1310</],
    ["devices/android-idle/OMADM.log", /There are 0 requests/],
  ])("tells the host's trouble in %s", (path, signal) => {
    expect(failures.files.find((file) => file.path === path)?.bytes.toString()).toMatch(signal);
  });
});

function requestsOf(generation: string, course: string): Simulation["truth"]["requests"] {
  return failures.truth.requests.filter(
    (request) => request.course === course && request.generation === generation,
  );
}

/** Requests of a course without one of its signals; or that there is no such request. */
function missing(generation: string, course: string, expected: readonly RegExp[]): readonly string[] {
  const requests = requestsOf(generation, course);
  if (requests.length === 0) return [`no ${generation} request goes the way of ${course}`];
  return requests.flatMap(({ id }) => {
    const text = textOf(failures, id);
    return expected.filter((signal) => !signal.test(text)).map((signal) => `${id}: ${signal.source}`);
  });
}
