import { mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { notWritable } from "../errors/not-writable.ts";
import { makeFolder } from "../runtime/make-folder.ts";
import { ok } from "./finding.ts";
import type { Finding } from "./finding.ts";

const area = "state";
const freeBytesMin = 2 * 2 ** 30;

/** Whether positions and state can be kept in this folder. Leaves nothing behind. */
export function checkStateFolder(folder: string): readonly Finding[] {
  try {
    const made = makeFolder(folder, 0o700);
    try {
      tryToWrite(folder);
      return [ok(area, `${folder} can be written to`), ...checkRoom(folder)];
    } finally {
      if (made !== null) rmSync(made, { recursive: true, force: true });
    }
  } catch (error) {
    const { message, remedy } = notWritable(folder, error);
    return [{ area, level: "bad", what: message, remedy }];
  }
}

function tryToWrite(folder: string): void {
  const trial = mkdtempSync(join(folder, "doctor-"));
  try {
    writeFileSync(join(trial, "trial"), "trial", { flush: true });
  } finally {
    rmSync(trial, { recursive: true, force: true });
  }
}

function checkRoom(folder: string): readonly Finding[] {
  const { bavail, bsize } = statfsSync(folder);
  const freeBytes = bavail * bsize;
  const gibibytes = (freeBytes / 2 ** 30).toFixed(1);
  if (freeBytes >= freeBytesMin) return [ok(area, `its disk has ${gibibytes} GiB left`)];
  return [
    {
      area,
      level: "warn",
      what: `the disk of the data folder has ${gibibytes} GiB left`,
      remedy: "make room, or choose another folder: what cannot be kept holds everything up",
    },
  ];
}
