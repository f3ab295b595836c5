import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { RoleProcess } from "../../deploy/dev/fleet/role-process.ts";
import { startUpProcess, upPlaceIn } from "./up-process.ts";
import type { UpPlace } from "./up-process.ts";

/** A folder for an `up` on one host with an access log, of whose failures alerts tell; the test file's end undoes all of it. */
export interface AlertedUp {
  readonly folder: string;
  readonly place: UpPlace;
  readonly iisLog: string;
  /** What the test file's end closes, the last first. */
  readonly closing: (() => unknown)[];
  readonly begin: () => RoleProcess;
}

export function alertedUp(name: string): AlertedUp {
  const folder = mkdtempSync(join(tmpdir(), `scepscope-${name}-`));
  const closing: (() => unknown)[] = [];
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
    rmSync(folder, { recursive: true, force: true });
  });
  const place = upPlaceIn(folder);
  const begin = (): RoleProcess => {
    const up = startUpProcess(place);
    closing.push(async () => {
      up.kill("SIGKILL");
      await up.ended;
    });
    return up;
  };
  return { folder, place, iisLog: join(place.folder, "ndes01/IIS/W3SVC1/u_ex261128.log"), closing, begin };
}
