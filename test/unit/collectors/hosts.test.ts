import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { memoryCheckpoint } from "../../../collectors/index.ts";
import { hostLabel } from "../../../deploy/config/host-label.ts";
import { serverOf } from "../../../processors/index.ts";
import { placeAt, slicesIn, startRig } from "../../support/collector-rig.ts";
import type { Rig } from "../../support/collector-rig.ts";
import { folderWith } from "../../support/log-folder.ts";
import { svclogEvent } from "../../simulation/formats/svclog-event.ts";

const rows =
  "#Software: Microsoft Internet Information Services 10.0\r\n#Fields: date time c-ip\r\n2026-11-22 10:00:00 10.0.0.1\r\n";
const traces = svclogEvent({
  stamp: Date.UTC(2026, 10, 22, 10),
  source: "CertificateRegistrationPoint",
  process: "w3wp",
  processId: 4,
  thread: 9,
  computer: "NDES09",
  level: "Information",
  text: "Notify Started",
});

const follow = (folder: string, checkpoint = memoryCheckpoint()): Promise<Rig> =>
  startRig({
    places: [placeAt(folder, { host: null })],
    checkpoint,
    hostName: hostLabel,
    serverOf: (slices) => serverOf(slices, hostLabel),
  });

const hostsBy = ({ shipments }: Rig): Readonly<Record<string, string>> =>
  Object.fromEntries(slicesIn(shipments).map(({ slice: { file } }) => [file.path, file.host]));

test("the logs of a server that lie on another machine are that server's, where some of them name it", async () => {
  const folder = folderWith({ "inetpub/u_ex261122.log": rows, "crp/Crp_2026-11-22_100000.svclog": traces });
  const rig = await follow(folder);
  await rig.step();
  await rig.stop();
  expect(hostsBy(rig)).toEqual({
    "inetpub/u_ex261122.log": "ndes09",
    "crp/Crp_2026-11-22_100000.svclog": "ndes09",
  });
});

test("so is what begins after a restart, in a folder of its own that names nobody", async () => {
  const folder = folderWith({ "inetpub/u_ex261122.log": rows, "crp/Crp_2026-11-22_100000.svclog": traces });
  const checkpoint = memoryCheckpoint();
  const before = await follow(folder, checkpoint);
  await before.step();
  await before.stop();
  mkdirSync(join(folder, "W3SVC2"));
  writeFileSync(join(folder, "W3SVC2", "u_ex261123.log"), rows.replace("11-22", "11-23"));
  const after = await follow(folder, checkpoint);
  await after.step();
  await after.stop();
  expect(hostsBy(after)).toEqual({ "W3SVC2/u_ex261123.log": "ndes09" });
});

test("what was followed under another host than the place has by now keeps it, which is told once", async () => {
  const folder = folderWith({
    "W3SVC1/u_ex261122.log": rows,
    "W3SVC2/u_ex261122.log": rows.replace("0.1", "0.2"),
  });
  const checkpoint = memoryCheckpoint();
  const places = (host: string) => [placeAt(folder, { host })];
  const before = await startRig({ places: places("ndes01"), checkpoint });
  await before.stop();
  appendFileSync(join(folder, "W3SVC1", "u_ex261122.log"), "2026-11-22 10:00:01 10.0.0.1\r\n");
  writeFileSync(join(folder, "W3SVC1", "u_ex261123.log"), rows.replace("11-22", "11-23"));
  const after = await startRig({ places: places("ndes09"), checkpoint });
  await after.step();
  await after.stop();
  expect(hostsBy(after)).toEqual({ "W3SVC1/u_ex261122.log": "ndes01", "W3SVC1/u_ex261123.log": "ndes09" });
  expect(after.events.filter(({ type }) => type === "host-kept")).toEqual([
    { type: "host-kept", path: folder, host: "ndes01", configured: "ndes09" },
  ]);
});

test("logs that name nobody are this machine's, and those of a folder are the folder's", async () => {
  const alone = await follow(folderWith({ "inetpub/u_ex261122.log": rows }));
  await alone.stop();
  expect(hostsBy(alone)).toEqual({ "inetpub/u_ex261122.log": "here" });
  const other = rows.replace("10.0.0.1", "10.0.0.2");
  const fleet = await follow(folderWith({ "ndes01/u_ex261122.log": rows, "ndes02/u_ex261122.log": other }));
  await fleet.stop();
  expect(hostsBy(fleet)).toEqual({ "ndes01/u_ex261122.log": "ndes01", "ndes02/u_ex261122.log": "ndes02" });
});

test("beside hosts a log that only servers write is no device's, whatever its folder is called", async () => {
  const other = rows.replace("10.0.0.1", "10.0.0.2");
  const rig = await follow(folderWith({ "ndes01/u_ex261122.log": rows, "W3SVC1/u_ex261122.log": other }));
  await rig.stop();
  expect(hostsBy(rig)).toEqual({ "ndes01/u_ex261122.log": "ndes01", "W3SVC1/u_ex261122.log": "here" });
});
