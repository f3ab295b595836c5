import { expect, test } from "vitest";

import { collectLimits, defaultPlaces } from "../../../collectors/index.ts";
import { globMatcher } from "../../../collectors/files/index.ts";

test("the default places cover both generations of the connector, each under a name of its own", () => {
  const names = defaultPlaces().map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const wanted: readonly (readonly [name: string, path: string])[] = [
    ["IIS", "W3SVC1/u_ex261122.log"],
    ["HTTPERR", "httperr1.log"],
    ["NDESPolicyModule", "NDESPlugin.log"],
    ["NDESConnectorSvc", "Logs/CertificateRegistrationPoint_2018-03-07_214704.svclog"],
    ["EventLogs", "Microsoft-Intune-CertificateConnectors%4Operational.evtx"],
    ["Users", "svc-ndes/mscep.log"],
  ];
  for (const [name, path] of wanted) {
    const place = defaultPlaces().find((each) => each.name === name);
    expect(globMatcher(place?.include ?? [])(path), path).toBe(true);
  }
  expect(defaultPlaces().every(({ path }) => /^%\w+%\\/.test(path))).toBe(true);
});

test("a slice has room for two chunks of an event log, and a batch for two slices", () => {
  expect(collectLimits.sliceBytesMax).toBeGreaterThanOrEqual(2 * 65_536);
  expect(collectLimits.batchBytesMax).toBeGreaterThanOrEqual(2 * collectLimits.sliceBytesMax);
});
