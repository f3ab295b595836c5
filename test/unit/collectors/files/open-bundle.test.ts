import { linkSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { openBundle, readRange } from "../../../../collectors/index.ts";
import type { Bundle, BundleOptions } from "../../../../collectors/index.ts";
import { folderWith, iisLog } from "../folder.ts";
import { writeZip } from "../write-zip.ts";

async function open(paths: readonly string[], options: BundleOptions = {}): Promise<Bundle> {
  const bundle = await openBundle(paths, options);
  onTestFinished(() => bundle.close());
  return bundle;
}

/** An archive of tar with one file, as far as its mark and content go. */
function tarOf(name: string, content: string): Buffer {
  const header = Buffer.alloc(512);
  header.write(name);
  header.write("ustar", 257);
  return Buffer.concat([header, Buffer.from(content)]);
}

const shown = (bundle: Bundle): string[] =>
  bundle.files.map(({ source }) => `${source.path} ${source.format}`);
const skipped = (bundle: Bundle): string[] =>
  bundle.unreadable.map(({ path, reason }) => `${path} ${reason}`);

test("a folder gives its logs sorted by path, relative to it, and names what is no log", async () => {
  const folder = folderWith({
    "IIS/u_ex261122.log": iisLog(3),
    "plugin/NDESPlugin.log": "Calling VerifyRequest ...\n",
    "CertificateRequestStatus/Succeed/AA11.CRS": "Thumbprint=00",
    "readme.md": "hello",
  });
  const bundle = await open([folder]);
  expect(shown(bundle)).toEqual([
    "CertificateRequestStatus/Succeed/AA11.CRS status-file",
    "IIS/u_ex261122.log iis-w3c",
    "plugin/NDESPlugin.log cmtrace",
  ]);
  expect(skipped(bundle)).toEqual(["readme.md file.unknown-format"]);
});

test("a single file is known by its name", async () => {
  const folder = folderWith({ "a/b.log": iisLog(1) });
  expect(shown(await open([join(folder, "a/b.log")]))).toEqual(["b.log iis-w3c"]);
});

/** Several arguments, and what is told of each file: its path and host. */
test.each([
  {
    name: "folders named like hosts are hosts",
    files: ["ndes01/IIS/u_ex1.log", "ndes02/IIS/u_ex1.log", "ca01/EventLogs/Security.log"],
    paths: ["ndes01", "ndes02", "ca01"],
    told: ["ca01 ca01/EventLogs/Security.log", "ndes01 ndes01/IIS/u_ex1.log", "ndes02 ndes02/IIS/u_ex1.log"],
  },
  {
    name: "folders that hold what two servers write are two hosts",
    files: ["left/IIS/u_ex1.log", "right/IIS/u_ex1.log"],
    paths: ["left", "right"],
    told: ["left left/IIS/u_ex1.log", "right right/IIS/u_ex1.log"],
  },
  {
    name: "what has one name is told apart by what is above it",
    files: ["web1/logs/u_ex1.log", "web2/logs/u_ex1.log"],
    paths: ["web1/logs", "web2/logs"],
    told: ["web1 web1/logs/u_ex1.log", "web2 web2/logs/u_ex1.log"],
  },
  {
    name: "files of two servers are of two hosts",
    files: ["web1/logs/u_ex1.log", "web2/logs/u_ex2.log"],
    paths: ["web1/logs/u_ex1.log", "web2/logs/u_ex2.log"],
    told: ["web1 web1/logs/u_ex1.log", "web2 web2/logs/u_ex2.log"],
  },
  {
    name: "the logs of one server, named one by one, are of one host",
    files: ["inetpub/u_ex1.log", "NDESPolicyModule/NDESPlugin.log"],
    paths: ["inetpub", "NDESPolicyModule/NDESPlugin.log"],
    told: [" NDESPolicyModule/NDESPlugin.log", " inetpub/u_ex1.log"],
  },
  {
    name: "files of one folder lie in one place",
    files: ["ndes01/u_ex1.log", "ndes01/u_ex2.log"],
    paths: ["ndes01/u_ex1.log", "ndes01/u_ex2.log"],
    told: [" u_ex1.log", " u_ex2.log"],
  },
])("of several arguments $name", async ({ files, paths, told }) => {
  const contents = files.map((file, index) => {
    const isPlugin = file.endsWith("NDESPlugin.log");
    return [file, isPlugin ? "Calling VerifyRequest ...\n" : iisLog(3, `2026-11-2${index}`)] as const;
  });
  const folder = folderWith(Object.fromEntries(contents));
  const bundle = await open(paths.map((path) => join(folder, path)));
  expect(bundle.files.map(({ source: { host, path } }) => `${host} ${path}`).toSorted()).toEqual(told);
});

test("the same file twice is read once, and the second is named", async () => {
  const folder = folderWith({
    "a.log": iisLog(9000),
    "b.log": iisLog(9000),
    "c.log": iisLog(9000, "2026-11-23"),
  });
  const bundle = await open([folder]);
  expect(shown(bundle)).toEqual(["a.log iis-w3c", "c.log iis-w3c"]);
  expect(bundle.unreadable).toMatchObject([
    { path: "b.log", reason: "file.duplicate", detail: "same content as a.log" },
  ]);
});

test.each([
  ["logs.cab", "MSCF\0\0", "a cabinet: unpack it first, with expand FILE -F:* FOLDER"],
  ["logs.7z", Buffer.from("7z\xBC\xAF\x27", "latin1"), "a 7-Zip archive: unpack it first"],
  ["u_ex1.log.tgz", Buffer.from([0x1f, 0x8b, 8]), "packed with gzip: unpack it first"],
  ["logs.tar", tarOf("u_ex1.log", iisLog(3)), "a tar archive: unpack it first"],
  ["logs.tar.gz", gzipSync(tarOf("u_ex1.log", iisLog(3))), "a tar archive: unpack it first"],
  [
    "events.csv",
    "Level,Date and Time,Source,Event ID\n",
    "a list saved from the Event Viewer: save it as .evtx or XML instead",
  ],
  [
    "console.txt",
    "copied\n1/27/17, 3:33:18 PM profiled[123]: MC: Checking for MDM installation...\n",
    "a console of Apple whose dates do not tell the day from the month: export it with `log show`, whose dates are whole",
  ],
  [
    "ereignisse.csv",
    "Ebene;Datum und Uhrzeit;Quelle;Ereignis-ID\nFehler;24.11.2026 10:00:00;Microsoft-Windows-NetworkDeviceEnrollmentService;29;Keine\n",
    "a list saved from the Event Viewer: save it as .evtx or XML instead",
  ],
  [
    "wevtutil.txt",
    "Event[0]:\r\n  Log Name: Application\r\n",
    "events of Windows as text: save them as .evtx or XML instead",
  ],
  [
    "get-winevent.txt",
    "\r\n\r\n   ProviderName: Microsoft-Windows-NetworkDeviceEnrollmentService\r\n",
    "events of Windows as text: save them as .evtx or XML instead",
  ],
  [
    "u_nc261124.log",
    '10.1.1.1 - - [24/Nov/2026:10:00:00 +0100] "GET /certsrv/mscep/mscep.dll?operation=GetCACaps HTTP/1.1" 200 186\n',
    "an access log in another format than W3C: set the site of NDES to W3C (IIS Manager > Logging), and give what it logs from then on",
  ],
  [
    "u_in261124.log",
    "10.1.1.1, -, 11/24/2026, 10:00:00, W3SVC1, NDES01, 10.0.0.5, 186, 200, 186, 200, 0, GET, /certsrv/mscep/mscep.dll, -,\n",
    "an access log in another format than W3C: set the site of NDES to W3C (IIS Manager > Logging), and give what it logs from then on",
  ],
  ["collect.ps1", '$sources = "Microsoft-Windows-NetworkDeviceEnrollmentService", "Other" # 1.2\n', ""],
  ["chat.txt", "1/27/17, 3:33:18 PM Carol: see you\n", ""],
  ["notes.md", "x", ""],
])("%s is not read; its other form is told where it is known", async (name, bytes, detail) => {
  const { unreadable } = await open([folderWith({ [name]: bytes })]);
  expect(unreadable).toMatchObject([{ path: name, reason: "file.unknown-format", detail }]);
});

test("an earlier copy of a log that has grown since is not read a second time", async () => {
  const log = iisLog(500);
  const { files, unreadable } = await open([
    folderWith({
      "10h/u_ex1.log": log.slice(0, 9001),
      "11h/u_ex1.log": log,
      "other/u_ex1.log": `${log.slice(0, 9000)}x`,
      "short/u_ex1.log": iisLog(3),
    }),
  ]);
  expect(files.map(({ source }) => source.path)).toEqual([
    "11h/u_ex1.log",
    "other/u_ex1.log",
    "short/u_ex1.log",
  ]);
  expect(unreadable).toMatchObject([
    { path: "10h/u_ex1.log", reason: "file.duplicate", detail: "an earlier copy of 11h/u_ex1.log" },
  ]);
});

test("so it is however short it is, where both are of one host and it holds a whole record", async () => {
  const log = iisLog(9);
  const later = "<![LOG[Calling VerifyRequest ...]LOG]!>".padEnd(200, "x");
  const { files, unreadable } = await open([
    folderWith({
      "ndes01/u_ex1 (1).log": log.slice(0, 300),
      "ndes01/u_ex1 (2).log": log.slice(0, 150),
      "ndes01/u_ex1 (3).log": `${log.slice(0, 290)}x`,
      "ndes01/u_ex1.log": log,
      "ndes02/u_ex1.log": log.slice(0, 400),
      "ndes02/NDESPlugin (1).log": later,
      "ndes02/NDESPlugin.log": `${later}${later}\n`,
    }),
  ]);
  expect(unreadable).toMatchObject([
    { path: "ndes01/u_ex1 (1).log", reason: "file.duplicate", detail: "an earlier copy of ndes01/u_ex1.log" },
  ]);
  // A header alone, other bytes, another host, and an entry without its end are none.
  expect(files).toHaveLength(6);
});

test("so it is where lines end as Windows ends them", async () => {
  const log = iisLog(9).replaceAll("\n", "\r\n");
  const plugin = "Calling VerifyRequest ...  $$<NDESPlugin><11-10-2026 09:00:00.120+0><thread=1 (0x1)>\r\n";
  const folder = folderWith({
    "u_ex1 (1).log": log.slice(0, 400),
    "u_ex1.log": log,
    "NDESPlugin (1).log": plugin.repeat(4),
    "NDESPlugin.log": plugin.repeat(9),
  });
  const { unreadable } = await open([folder]);
  expect(unreadable.map(({ path }) => path).toSorted()).toEqual(["NDESPlugin (1).log", "u_ex1 (1).log"]);
});

test("an earlier copy of a short log may be an argument of its own", async () => {
  const [one, two] = [folderWith({ "u_ex1.log": iisLog(4) }), folderWith({ "u_ex1.log": iisLog(9) })];
  const { files, unreadable } = await open([one, two]);
  expect([files.length, unreadable.length]).toEqual([1, 1]);
});

test("an earlier copy is found although a longer log of other content begins alike", async () => {
  const start = iisLog(100);
  const log = `${start}${iisLog(40).slice(-2000)}`;
  const { unreadable } = await open([
    folderWith({
      "10h/u_ex1.log": log.slice(0, start.length + 500),
      "11h/u_ex1.log": log,
      "other/u_ex1.log": `${start}${iisLog(300)}`,
    }),
  ]);
  expect(unreadable).toMatchObject([
    { path: "10h/u_ex1.log", reason: "file.duplicate", detail: "an earlier copy of 11h/u_ex1.log" },
  ]);
});

test("a status file in another folder is another state, not a duplicate", async () => {
  const root = "CertificateRequestStatus";
  const folder = folderWith({ [`${root}/Processing/A.CRS`]: "same", [`${root}/Succeed/A.CRS`]: "same" });
  expect((await open([folder])).files).toHaveLength(2);
});

test("links are followed inside of the argument only, and loops end", async () => {
  const outside = folderWith({ "secret.log": iisLog(2) });
  const folder = folderWith({ "real/a.log": iisLog(1) });
  symlinkSync(join(outside, "secret.log"), join(folder, "out.log"));
  symlinkSync(folder, join(folder, "real/loop"));
  symlinkSync(join(folder, "nowhere"), join(folder, "dangling.log"));
  const bundle = await open([folder]);
  expect(shown(bundle)).toEqual(["real/a.log iis-w3c"]);
  expect(skipped(bundle).sort()).toEqual(["dangling.log file.unreadable", "out.log file.unreadable"]);
});

test("a hard link is a duplicate like any other", async () => {
  const folder = folderWith({ "a.log": iisLog(1) });
  linkSync(join(folder, "a.log"), join(folder, "b.log"));
  expect(skipped(await open([folder]))).toEqual(["b.log file.duplicate"]);
});

test("arguments that lead nowhere are told apart", async () => {
  const folder = folderWith({ "notes/readme.md": "hello" });
  mkdirSync(join(folder, "empty"));
  const paths = ["missing", "empty", "notes"].map((name) => join(folder, name));
  expect((await open(paths)).useless.map(({ why }) => why)).toEqual(["missing", "empty", "no-log"]);
});

test("limits on files and depth are told, and what is within them is read", async () => {
  const folder = folderWith({ "a.log": iisLog(1), "b/c/d/e.log": iisLog(2) });
  const shallow = await open([folder], { limits: { folderDepthMax: 1 } });
  expect([shown(shallow), skipped(shallow)]).toEqual([["a.log iis-w3c"], ["b/c file.unreadable"]]);
  const few = await open([folder], { limits: { filesMax: 1 } });
  expect(few.unreadable).toMatchObject([
    { reason: "file.unreadable", detail: expect.stringContaining("more than 1 files") },
  ]);
});

test("an archive gives its logs, those of an archive within it, and a reason for each refused entry", async () => {
  const inner = writeZip([
    { name: "deep/httperr1.log", bytes: Buffer.from("#Software: Microsoft HTTP API 2.0\n") },
  ]);
  const deeper = writeZip([{ name: "again.zip", bytes: inner }]);
  const zip = writeZip([
    { name: "IIS\\u_ex261122.log", bytes: Buffer.from(iisLog(3)), modifiedSeconds: 1_795_000_000 },
    { name: "folder/", bytes: Buffer.alloc(0) },
    { name: "inner.zip", bytes: inner },
    { name: "deeper.zip", bytes: deeper },
    { name: "../evil.log", bytes: Buffer.from(iisLog(1)) },
    { name: "/etc/evil.log", bytes: Buffer.from(iisLog(1)) },
    { name: "C:/evil.log", bytes: Buffer.from(iisLog(1)) },
    { name: "link.log", bytes: Buffer.from("/etc/passwd"), claims: { mode: 0o120777 } },
    { name: "locked.log", bytes: Buffer.from(iisLog(1)), claims: { flags: 1 } },
    { name: "short.log", bytes: Buffer.from(iisLog(1)), claims: { size: 9999 } },
    { name: "wrong.log", bytes: Buffer.from(iisLog(1)), claims: { crc: 1 } },
    { name: "bomb.log", bytes: Buffer.alloc(2 ** 25) },
    { name: "stored.log", bytes: Buffer.from(iisLog(4, "2026-11-23")), isStored: true },
  ]);
  const bundle = await open([join(folderWith({ "x.zip": zip }), "x.zip")], { limits: { ratioMax: 100 } });
  expect(shown(bundle)).toEqual([
    "IIS/u_ex261122.log iis-w3c",
    "inner.zip/deep/httperr1.log httperr",
    "stored.log iis-w3c",
  ]);
  expect(bundle.files.map(({ source }) => source.modifiedAt)).toEqual([1_795_000_000_000, null, null]);
  expect(skipped(bundle)).toEqual([
    "deeper.zip/again.zip archive.limit",
    "../evil.log archive.unsafe-path",
    "/etc/evil.log archive.unsafe-path",
    "C:/evil.log archive.unsafe-path",
    "link.log archive.unsafe-path",
    "locked.log archive.encrypted",
    "short.log archive.damaged",
    "wrong.log archive.damaged",
    "bomb.log archive.limit",
  ]);
});

test("the bytes of a large entry are those that were packed, from any position", async () => {
  const bytes = Buffer.from(iisLog(20_000));
  const zip = writeZip([
    { name: "u_ex1.log", bytes },
    { name: "u_ex2.log", bytes: Buffer.concat([bytes, Buffer.from("x")]), isStored: true },
  ]);
  const bundle = await open([join(folderWith({ "x.zip": zip }), "x.zip")]);
  for (const file of bundle.files) {
    expect(file.bytes).toBeGreaterThan(2 ** 20);
    expect((await readRange(file, 0, bytes.length)).equals(bytes)).toBe(true);
    expect(await readRange(file, 777_777, 50)).toEqual(bytes.subarray(777_777, 777_827));
  }
});

test.each([
  ["cut in half", (zip: Buffer): Buffer => zip.subarray(0, zip.length >> 1)],
  ["no archive at all", (): Buffer => Buffer.from("not a zip")],
  ["empty", (): Buffer => Buffer.alloc(0)],
])("an archive that is %s is damaged, and its neighbours are read", async (_, damage) => {
  const zip = writeZip([{ name: "a.log", bytes: Buffer.from(iisLog(100)) }]);
  const bundle = await open([folderWith({ "a.zip": damage(zip), "b.log": iisLog(1) })]);
  expect([shown(bundle), skipped(bundle)]).toEqual([["b.log iis-w3c"], ["a.zip archive.damaged"]]);
});

test("a file that went away or shrank after the bundle was opened says so", async () => {
  const folder = folderWith({ "a.log": iisLog(5), "b.log": iisLog(6, "2026-11-23") });
  const bundle = await open([folder]);
  rmSync(join(folder, "a.log"));
  truncateSync(join(folder, "b.log"), 10);
  const [gone, shrunk] = bundle.files;
  await expect(gone?.open(0)).rejects.toMatchObject({ reason: "file.unreadable" });
  expect(shrunk && (await readRange(shrunk, 0, 100)).length).toBe(10);
});

test("bytes that are appended after the bundle was opened are not read", async () => {
  const folder = folderWith({ "a.log": iisLog(1) });
  const bundle = await open([folder]);
  const [file] = bundle.files;
  writeFileSync(join(folder, "a.log"), "more", { flag: "a" });
  expect(file && (await readRange(file, 0, 1e6)).toString()).toBe(iisLog(1));
});
