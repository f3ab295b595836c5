import { expect, onTestFinished, test } from "vitest";
import { openBundle } from "../../../../../collectors/index.ts";
import type { Zone } from "../../../../../processors/index.ts";
import { findZones } from "../../../../../deploy/cli/analyze/zones.ts";
import { folderWith, iisLog } from "../../../collectors/folder.ts";

const hour = 3_600_000;

const plugin = (clock: string, bias = ""): string =>
  `<![LOG[Calling VerifyRequest ...]LOG]!><time="${clock}.000${bias}" date="11-22-2026" component="NDESPlugin" context="" type="1" thread="7" file="a.cpp:1">\n`;

const noon = Date.parse("2026-11-22T12:00:00Z");

async function zonesOf(files: Record<string, string>, given?: string): Promise<Record<string, Zone | null>> {
  const bundle = await openBundle([folderWith(files)]);
  onTestFinished(() => bundle.close());
  const zoneOf = await findZones(bundle.files, () => "ndes01", given);
  return Object.fromEntries(bundle.files.map(({ source }) => [source.path, zoneOf(source, noon)]));
}

test("a zone is given only to clocks that do not tell theirs", async () => {
  const zones = await zonesOf(
    { "a.log": plugin("10:00:00"), "b.log": plugin("10:00:00", "-60"), "u_ex1.log": iisLog(1) },
    "+02:00",
  );
  expect(zones).toEqual({
    "a.log": { offsetMs: -2 * hour, trust: "zone-given" },
    "b.log": null,
    "u_ex1.log": null,
  });
});

test("a zone is inferred from the calls that IIS stamped in UTC, and said to be inferred", async () => {
  const clocks = ["08:13:07", "09:41:52", "11:02:33", "13:27:11", "16:55:48"];
  const header = "#Fields: date time cs-method cs-uri-stem sc-status time-taken\n";
  const calls = clocks.map(
    (clock) => `2026-11-22 ${clock} POST /CertificateRegistrationSvc/Certificate/VerifyRequest 201 200\n`,
  );
  const written = clocks.map((clock) =>
    plugin(clock.replace(/^\d\d/, (hours) => String(Number(hours) + 3).padStart(2, "0"))),
  );
  const zones = await zonesOf({ "NDESPlugin.log": written.join(""), "u_ex1.log": header + calls.join("") });
  expect(zones["NDESPlugin.log"]).toEqual({ offsetMs: -3 * hour, trust: "zone-inferred" });
});

test("without enough calls nothing is said", async () => {
  expect(await zonesOf({ "NDESPlugin.log": plugin("10:00:00"), "u_ex1.log": iisLog(5) })).toMatchObject({
    "NDESPlugin.log": null,
  });
});
