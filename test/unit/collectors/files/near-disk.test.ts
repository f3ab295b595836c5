import { appendFileSync, renameSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nearDisk, patientDisk, realDisk } from "../../../../collectors/files/index.ts";
import type { PatientDisk } from "../../../../collectors/files/index.ts";
import { isLocalFolder, isOnDrive } from "../../../../collectors/files/local-folder.ts";
import { folderWith, logLine } from "../../../support/log-folder.ts";

/** The real disk in the pool, with a list of the questions about files that it gets. */
function countedFar(isLocal: boolean | Error): { readonly far: PatientDisk; readonly asked: string[] } {
  const asked: string[] = [];
  const real = patientDisk(realDisk, 60_000);
  const far: PatientDisk = {
    ...real,
    isLocal: async () => {
      if (isLocal instanceof Error) throw isLocal;
      return isLocal;
    },
    stat: (path) => {
      asked.push(`stat ${path}`);
      return real.stat(path);
    },
    open: (path) => {
      asked.push(`open ${path}`);
      return real.open(path);
    },
    adopt: (file) => ({
      ...real.adopt(file),
      read: (into, position) => {
        asked.push("read");
        return file.read(into, position);
      },
    }),
  };
  return { far, asked };
}

/** All that can be asked of a file, with what it answers. */
async function askAll(disk: PatientDisk, folder: string): Promise<unknown> {
  const path = join(folder, "u_ex1.log");
  const opened = await disk.open(path);
  const into = Buffer.alloc(200);
  const length = await opened.read(into, 5);
  const answers = [await disk.stat(path), await opened.stat(), into.toString("utf8", 0, length)];
  await opened.close();
  const missing = await disk.stat(join(folder, "none")).catch(({ code }) => code);
  const unopened = await disk.open(join(folder, "none")).catch(({ code }) => code);
  return [...answers, missing, unopened];
}

test("a folder of this machine answers in this thread as the pool does, once it was listed", async () => {
  const folder = folderWith({ "u_ex1.log": logLine(1) + logLine(2) });
  const { far, asked } = countedFar(true);
  const disk = nearDisk(far);
  const before = await askAll(disk, folder);
  expect(asked).toHaveLength(4);
  expect(await disk.list(folder)).toEqual([{ name: "u_ex1.log", kind: "file" }]);
  expect(await askAll(disk, folder)).toEqual(before);
  expect(asked).toHaveLength(4);
});

test("an open file is read as it grows, and after its name is gone", async () => {
  const folder = folderWith({ "u_ex1.log": logLine(1) });
  const disk = nearDisk(countedFar(true).far);
  await disk.list(folder);
  const opened = await disk.open(join(folder, "u_ex1.log"));
  appendFileSync(join(folder, "u_ex1.log"), logLine(2));
  renameSync(join(folder, "u_ex1.log"), join(folder, "old.log"));
  unlinkSync(join(folder, "old.log"));
  const into = Buffer.alloc(1000);
  const length = await opened.read(into, 0);
  expect(into.toString("utf8", 0, length)).toBe(logLine(1) + logLine(2));
  await opened.close();
});

test.each([
  { where: "on a share", isLocal: false },
  { where: "nobody knows where", isLocal: new Error("ETIMEDOUT") },
])("a folder that is $where is asked in the pool", async ({ isLocal }) => {
  const folder = folderWith({ "u_ex1.log": logLine(1) });
  const { far, asked } = countedFar(isLocal);
  const disk = nearDisk(far);
  await disk.list(folder);
  await askAll(disk, folder);
  expect(asked).toHaveLength(4);
});

test("a folder that took long to answer is asked in the pool for a minute from then on", async () => {
  const folder = folderWith({ "u_ex1.log": logLine(1) });
  const { far, asked } = countedFar(true);
  const clock = { at: 0, stepMs: 0 };
  const disk = nearDisk(far, () => (clock.at += clock.stepMs));
  const ask = async (): Promise<number> => {
    await disk.list(folder);
    await disk.stat(join(folder, "u_ex1.log"));
    return asked.length;
  };
  await disk.list(folder);
  clock.at += 59_000;
  clock.stepMs = 51;
  await disk.stat(join(folder, "u_ex1.log"));
  clock.stepMs = 0;
  expect([await ask(), await ask()]).toEqual([1, 2]);
  clock.at += 59_000;
  expect(await ask()).toBe(3);
  clock.at += 1000;
  expect(await ask()).toBe(3);
});

test("so is a file that is open in it, also one that was opened before the folder was last asked where it lies", async () => {
  const folder = folderWith({ "u_ex1.log": logLine(1) });
  const { far, asked } = countedFar(true);
  const clock = { at: 0, stepMs: 0 };
  const disk = nearDisk(far, () => (clock.at += clock.stepMs));
  await disk.list(folder);
  const opened = await disk.open(join(folder, "u_ex1.log"));
  clock.at += 60_000;
  await disk.list(folder);
  const read = async (): Promise<string> => {
    const into = Buffer.alloc(200);
    return into.toString("utf8", 0, await opened.read(into, 0));
  };
  clock.stepMs = 51;
  const slow = await read();
  clock.stepMs = 0;
  expect([slow, asked]).toEqual([logLine(1), []]);
  expect([await read(), asked]).toEqual([logLine(1), ["read"]]);
  await disk.stat(join(folder, "u_ex1.log"));
  expect(asked).toHaveLength(2);
  await opened.close();
});

test("while something of the disk hangs its other folders are not asked either", async () => {
  const folder = folderWith({ "u_ex1.log": logLine(1) });
  const { far, asked } = countedFar(true);
  const disk = nearDisk({ ...far, hangs: () => true });
  await disk.list(folder);
  await disk.stat(join(folder, "u_ex1.log"));
  expect(asked).toHaveLength(1);
});

test("of more folders than can be known the one that was asked longest ago is asked in the pool", async () => {
  const made = (): string => folderWith({ "u_ex1.log": logLine(1) });
  const [first, second, third] = [made(), made(), made()];
  const { far, asked } = countedFar(true);
  const clock = { at: 0 };
  const disk = nearDisk(far, () => clock.at, 2);
  for (const folder of [first, second, first, third]) {
    await disk.list(folder);
    clock.at += 60_000;
  }
  for (const folder of [first, second, third]) await disk.stat(join(folder, "u_ex1.log"));
  expect(asked).toEqual([`stat ${join(second, "u_ex1.log")}`]);
});

test("others have their turn after five milliseconds of questions", async () => {
  const folder = folderWith({ "u_ex1.log": logLine(1) });
  const clock = { at: 0 };
  const disk = nearDisk(countedFar(true).far, () => (clock.at += 1));
  await disk.list(folder);
  const order: string[] = [];
  const others = (): void => void setImmediate(() => void order.push("others"));
  await disk.stat(join(folder, "u_ex1.log"));
  others();
  for (let count = 0; count < 4; count += 1) {
    await disk.stat(join(folder, "u_ex1.log"));
    order.push("stat");
  }
  expect(order).toContain("others");
  expect(order[0]).toBe("stat");
});

test("a file system that every machine has is local, one that the kernel makes up is not", async () => {
  expect(await isLocalFolder(tmpdir())).toBe(process.platform !== "darwin");
  expect(await isLocalFolder("/proc", "linux")).toBe(false);
  expect(await isLocalFolder(tmpdir(), "darwin")).toBe(false);
  await expect(isLocalFolder(join(tmpdir(), "none of that name"))).rejects.toThrow("ENOENT");
});

test("on Windows a drive is local, and a share is not, whichever letter it was given", () => {
  expect(["C:\\inetpub\\logs", "d:\\"].map(isOnDrive)).toEqual([true, true]);
  expect(
    ["\\\\server\\share\\logs", "\\\\?\\UNC\\server\\share", "UNC\\server\\share", ""].map(isOnDrive),
  ).toEqual([false, false, false, false]);
});
