import { expect, test } from "vitest";
import type { ShippedSlice } from "../../../../collectors/contract/index.ts";
import { createPartition } from "../../../../processors/partition/index.ts";
import { optionsFor } from "../../../support/live-partition.ts";
import { shippedSlice, sourceFile } from "../../../support/shipments.ts";
import { smallScenario } from "../../../support/small-scenario.ts";
import { defaultColumns, iisHeader, iisRow } from "../../../simulation/formats/iis-row.ts";
import { svclogEvent } from "../../../simulation/formats/svclog-event.ts";
import { traceEntry } from "../../../simulation/formats/cmtrace-entry.ts";
import { simulate } from "../../../simulation/index.ts";

const stamp = Date.UTC(2026, 10, 22, 10);
const row = iisRow(
  {
    ...{ stamp, method: "POST", stem: "/CertificateRegistrationSvc/Certificate/VerifyRequest", query: "-" },
    ...{ client: "10.0.0.1", agent: "NDES_Plugin", status: 201, substatus: 0, win32: 0, takenMs: 40 },
    forwardedFor: "-",
  },
  defaultColumns,
);
const iis = shippedSlice(
  sourceFile("u_ex261122.log", "iis-w3c"),
  0,
  `${iisHeader(stamp, defaultColumns)}${row}\r\n`,
);
const crp = shippedSlice(
  sourceFile("crp.svclog", "svclog"),
  0,
  svclogEvent({
    ...{ stamp, source: "CertificateRegistrationPoint", process: "w3wp", processId: 4, thread: 9 },
    ...{ computer: "ndes01", level: "Information", text: "VerifyRequest Started." },
  }),
);
const plugin = shippedSlice(
  sourceFile("NDESPlugin.log", "cmtrace"),
  0,
  `${traceEntry({ stamp, biasMinutes: 0, thread: 7, text: "Calling VerifyRequest ...", type: 1 })}\r\n`,
);

function problemsAfter(...slices: readonly ShippedSlice[]): readonly string[] {
  const partition = createPartition(optionsFor(simulate(smallScenario("calm-legacy", 1), 1)), null);
  partition.take(slices);
  return partition.show(0).commit.hosts.flatMap(({ problems }) => problems.map(({ because }) => because));
}

test("a log that another one shows to be missing is told while logs are followed, too, until it is read", () => {
  expect(problemsAfter(iis, crp)).toEqual([expect.stringContaining("no NDESPlugin.log although IIS shows")]);
  expect(problemsAfter(iis, crp, plugin)).toEqual([]);
});

test("of a host of which one log alone is followed nothing is called missing", () => {
  expect(problemsAfter(iis)).toEqual([]);
});
