import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { parseConfig } from "../../../../../deploy/config/index.ts";
import { readDisk } from "../../../../../deploy/fleet/verify/index.ts";

const folder = mkdtempSync(join(tmpdir(), "scepscope-read-disk-"));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** 10:30 in a zone two hours ahead of UTC: an hour before the row. */
const plugin =
  '<![LOG[Calling VerifyRequest ...]LOG]!><time="10:30:00.000" date="07-10-2026" component="NDESPlugin" context="" type="1" thread="5" file="">\r\n';
const rows = [
  "#Software: Microsoft Internet Information Services 10.0",
  "#Version: 1.0",
  "#Date: 2026-07-10 09:30:00",
  "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status time-taken",
  "2026-07-10 09:30:00 10.0.0.5 POST /certsrv/mscep/mscep.dll operation=PKIOperation 443 - 10.1.0.7 - 200 0 0 900",
  "",
].join("\r\n");

const place = { path: folder, name: "", host: "ndes01", include: [], exclude: [], optional: false };

async function inOrder(zones: string): Promise<readonly string[]> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "NDESPlugin.log"), plugin);
  writeFileSync(join(folder, "u_ex260710.log"), rows);
  const config = parseConfig(`zones: ${zones}`, "test");
  const files = await readDisk([place], config, () => {});
  return [...files.values()].map(({ path }) => basename(path));
}

test("a collector puts files in order by local clocks as they are moved by the zones of the configuration", async () => {
  expect(await inOrder("[]")).toEqual(["u_ex260710.log", "NDESPlugin.log"]);
  expect(await inOrder("[{ host: ndes01, zone: Europe/Berlin }]")).toEqual([
    "NDESPlugin.log",
    "u_ex260710.log",
  ]);
});
