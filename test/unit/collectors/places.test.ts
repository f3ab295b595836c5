import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { realDisk } from "../../../collectors/files/disk.ts";
import type { Disk } from "../../../collectors/files/disk.ts";
import { memoryCheckpoint } from "../../../collectors/index.ts";
import type { Place } from "../../../collectors/index.ts";
import { placeAt, reportsIn, startRig } from "../../support/collector-rig.ts";
import type { RigOptions } from "../../support/collector-rig.ts";
import { folderWith } from "../../support/log-folder.ts";

const log =
  "#Software: Microsoft Internet Information Services 10.0\r\n#Fields: date time c-ip\r\n2026-11-22 10:00:00 10.0.0.1\r\n";

test.each([
  ["between two looks", 0],
  ["for a while", 2],
])("a folder that was away %s and was made anew is watched again", async (_, rounds) => {
  const folder = join(folderWith({}), "logs");
  mkdirSync(folder);
  writeFileSync(join(folder, "a.log"), log);
  const watched = new Map<number, string>();
  let count = 0;
  const rig = await startRig({
    places: [placeAt(folder)],
    watch: (path) => {
      const number = (count += 1);
      watched.set(number, path);
      return () => void watched.delete(number);
    },
  });
  await rig.step();
  expect([...watched]).toEqual([[1, folder]]);
  rmSync(folder, { recursive: true });
  for (let round = 0; round < rounds; round += 1) await rig.step();
  mkdirSync(folder);
  writeFileSync(join(folder, "b.log"), log);
  for (let round = 0; round < 12; round += 1) await rig.step();
  expect([...watched]).toEqual([[2, folder]]);
  await rig.stop();
  expect(watched.size).toBe(0);
});

test("a configuration that names the host of a place is told with its files: that name stands, whatever they call their computer", async () => {
  const places = [
    placeAt(folderWith({ "u_ex261122.log": log }), { host: null }),
    placeAt(folderWith({ "u_ex261123.log": log }), { host: "ndes02", name: "other" }),
  ];
  const rig = await startRig({ places });
  await rig.step();
  await rig.stop();
  const files = rig.shipments.flatMap((one) => (one.type === "slice" ? [one.slice.file] : []));
  expect(new Map(files.map(({ host, isHostGiven }) => [host, isHostGiven === true]))).toEqual(
    new Map([
      ["here", false],
      ["ndes02", true],
    ]),
  );
});

test("a place that is not configured any more is no source, and its host still reports", async () => {
  const [one, other] = [folderWith({ "u_ex261122.log": log }), folderWith({ "u_ex261123.log": log })];
  const checkpoint = memoryCheckpoint();
  const places = [placeAt(one), placeAt(other, { host: "ndes02", name: "other" })];
  const before = await startRig({ places, checkpoint });
  await before.step();
  await before.stop();
  const after = await startRig({ places: places.slice(0, 1), checkpoint });
  await after.step(10_000);
  await after.stop();
  const last = new Map(reportsIn(after.shipments).map(({ host, sources }) => [host, sources]));
  expect(last.get("ndes01")).toMatchObject([{ condition: "current" }]);
  expect(last.get("ndes02")).toEqual([]);
});

test("a place in which nothing is yet makes no host of this machine's name beside those that report", async () => {
  const [full, empty] = [folderWith({ "u_ex261122.log": log }), folderWith({})];
  const place = placeAt(empty, { host: null, name: "later" });
  const rig = await startRig({ places: [placeAt(full), place] });
  await rig.step(10_000);
  await rig.stop();
  const alone = await startRig({ places: [place] });
  await alone.stop();
  const hostsOf = ({ shipments }: typeof rig): ReadonlySet<string> =>
    new Set(reportsIn(shipments).map(({ host }) => host));
  expect([hostsOf(rig), hostsOf(alone)]).toEqual([new Set(["ndes01"]), new Set(["here"])]);
});

test("what cannot be read of a host's folder is that host's trouble, not the first one's", async () => {
  const root = folderWith({
    "ndes01/IIS/u_ex261122.log": log,
    "ndes02/IIS/u_ex261123.log": log.replace("22 10", "23 10"),
    "ndes02/IIS/u_ex261124.log": log.replace("22 10", "24 10"),
    "ndes02/CRP/a.svclog": "<E2ETraceEvent>",
  });
  const denied = (path: string): boolean => path.endsWith("24.log") || path.endsWith("CRP");
  const refuse = (): never => {
    throw Object.assign(new Error("no"), { code: "EACCES" });
  };
  const disk: Disk = {
    ...realDisk,
    list: async (path) => (denied(path) ? refuse() : await realDisk.list(path)),
    open: async (path) => (denied(path) ? refuse() : await realDisk.open(path)),
  };
  const rig = await startRig({ places: [placeAt(root, { host: null })], disk });
  await rig.step();
  await rig.stop();
  const troublesOf = (name: string): readonly string[] =>
    (reportsIn(rig.shipments).findLast(({ host }) => host === name)?.sources ?? [])
      .filter(({ condition }) => condition === "denied")
      .map(({ name: source }) => source);
  expect([troublesOf("ndes01"), troublesOf("ndes02")]).toEqual([
    [],
    ["ndes02/CRP", "ndes02/IIS/u_ex261124.log"],
  ]);
});

test.each([
  { folder: "ndes02", host: "ndes02" },
  { folder: "backup", host: "ndes01" },
])(
  "a folder $folder of which nothing can be read is the trouble of $host, beside a host that can be read",
  async ({ folder, host }) => {
    const root = folderWith({ "ndes01/IIS/u_ex261122.log": log, [`${folder}/IIS/u_ex261123.log`]: log });
    const disk: Disk = {
      ...realDisk,
      list: async (path) => {
        if (path.endsWith(folder)) throw Object.assign(new Error("no"), { code: "EACCES" });
        return realDisk.list(path);
      },
    };
    const rig = await startRig({ places: [placeAt(root, { host: null })], disk });
    await rig.step();
    await rig.stop();
    const troubled = reportsIn(rig.shipments).filter(({ sources }) =>
      sources.some(({ condition }) => condition === "denied"),
    );
    expect(new Set(troubled.map((report) => report.host))).toEqual(new Set([host]));
  },
);

test("a share that was missing and is there at last is no trouble of this machine any more", async () => {
  const share = join(folderWith({}), "share");
  const places = [
    placeAt(folderWith({ "u_ex261122.log": log })),
    placeAt(share, { host: null, name: "share" }),
  ];
  const rig = await startRig({ places });
  const lastOf = (host: string): unknown =>
    reportsIn(rig.shipments).findLast((report) => report.host === host)?.sources;
  expect(lastOf("here")).toMatchObject([{ name: "share", condition: "missing" }]);
  mkdirSync(join(share, "ndes02"), { recursive: true });
  writeFileSync(join(share, "ndes02", "u_ex261123.log"), log);
  for (let round = 0; round < 12; round += 1) await rig.step();
  await rig.stop();
  expect(lastOf("ndes02")).toMatchObject([{ condition: "current" }]);
  expect(lastOf("here")).toEqual([]);
});

test("nor is it after a restart, where the reader knows this machine from before", async () => {
  const places = [placeAt(folderWith({ "u_ex261122.log": log }))];
  const rig = await startRig({ places, isKnown: true });
  await rig.step(10_000);
  await rig.stop();
  const ofHere = reportsIn(rig.shipments).filter(({ host }) => host === "here");
  expect(ofHere.map(({ sources }) => sources)).toEqual([[]]);
});

test("what was missing before a restart and is there after it is told as over, where nobody but the checkpoint knows of it", async () => {
  const share = join(folderWith({}), "share");
  const places = [placeAt(share, { host: null, name: "share" })];
  const checkpoint = memoryCheckpoint();
  const before = await startRig({ places, checkpoint });
  await before.crash();
  mkdirSync(join(share, "ndes02"), { recursive: true });
  writeFileSync(join(share, "ndes02", "u_ex261123.log"), log);
  const after = await startRig({ places, checkpoint });
  await after.step(10_000);
  await after.stop();
  const again = await startRig({ places, checkpoint });
  await again.step(10_000);
  await again.stop();
  const ofHere = (rig: typeof before): readonly (readonly string[])[] =>
    reportsIn(rig.shipments)
      .filter(({ host }) => host === "here")
      .map(({ sources }) => sources.map(({ condition }) => condition));
  expect([before, after, again].map(ofHere)).toEqual([[["missing"]], [[]], []]);
});

describe("a place in which no log can be found is named", () => {
  const namedBy = async (
    places: readonly Place[],
    options: Pick<RigOptions, "disk" | "beside"> = {},
  ): Promise<unknown> => {
    const rig = await startRig({ disk: realDisk, places, ...options });
    for (const ms of [1000, 5000, 60_000]) await rig.step(ms);
    await rig.stop();
    return rig.events.flatMap((event) => (event.type === "nothing-found" ? [event.paths] : []));
  };
  const full = (): string => folderWith({ "u_ex261122.log": log });

  test("once, where it is empty and where it holds other files", async () => {
    const [empty, foreign] = [folderWith({}), folderWith({ "readme.md": "# not a log\n" })];
    expect(await namedBy([placeAt(empty), placeAt(foreign), placeAt(full())])).toEqual([[empty, foreign]]);
  });

  test("not where there is a log, also one that another place has", async () => {
    const folder = full();
    expect(await namedBy([placeAt(folder), placeAt(folder)])).toEqual([]);
  });

  test("not where it is missing or may not be read, which is said anyway", async () => {
    const denied = folderWith({});
    const list: Disk["list"] = async (path) => {
      if (path === denied) throw Object.assign(new Error("no"), { code: "EACCES" });
      return await realDisk.list(path);
    };
    const places = [placeAt(join(denied, "gone")), placeAt(denied)];
    expect(await namedBy(places, { disk: { ...realDisk, list } })).toEqual([]);
  });

  test("not where this process itself writes what the system tells, but the others are", async () => {
    const [events, empty] = [folderWith({}), folderWith({})];
    const places = [events, empty].map((path) => placeAt(path, { optional: true }));
    const beside = { folder: events, sources: () => [] };
    expect(await namedBy(places, { beside })).toEqual([[empty]]);
  });

  test("of optional places only where there is no log in any", async () => {
    const usual = [folderWith({}), folderWith({})].map((path) => placeAt(path, { optional: true }));
    expect(await namedBy([...usual, placeAt(full())])).toEqual([]);
    expect(await namedBy(usual)).toEqual([usual.map(({ path }) => path)]);
    const missing = placeAt(join(folderWith({}), "gone"), { optional: true });
    expect(await namedBy([...usual, missing])).toEqual([usual.map(({ path }) => path)]);
  });
});
