import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { accessHeader, verifyRow } from "../../support/access-rows.ts";
import { startUpProcess, upPlaceIn } from "../../support/up-process.ts";
import { median } from "../median.ts";

export interface LineSpeed {
  readonly lines: number;
  readonly medianMs: number;
  readonly worstMs: number;
}

const lines = 20;
/** From the moment when a failing line is in the log of a real `up` until the counter that an alert reads has it: our part of the way to a pager. */
export async function measureLine(parent: string): Promise<LineSpeed> {
  const place = upPlaceIn(mkdtempSync(join(parent, "line-")));
  const log = join(place.folder, "ndes01/IIS/W3SVC1/u_ex261128.log");
  mkdirSync(dirname(log), { recursive: true });
  writeFileSync(log, accessHeader + verifyRow("201 0 0"));
  writeFileSync(place.configFile, "defaultPlaces: false\n");
  const up = startUpProcess(place);
  try {
    const url = await up.url;
    while ((await failures(url)) !== 0) await pause(50);
    const times: number[] = [];
    for (let line = 1; line <= lines; line += 1) {
      // Not always at the same moment of what goes on every second.
      await pause(700 + 37 * line);
      appendFileSync(log, verifyRow("403 16 2148204809"));
      const begun = performance.now();
      while ((await failures(url)) !== line) await pause(5);
      times.push(performance.now() - begun);
    }
    return { lines, medianMs: median(times), worstMs: Math.max(...times) };
  } finally {
    up.kill("SIGTERM");
    await up.ended;
    rmSync(dirname(place.folder), { recursive: true, force: true });
  }
}

async function failures(url: string): Promise<number | null> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const [, value] =
    /^scep_http_responses_total\{host="ndes01",call="verify",code="403[.]16"\} (\d+)/m.exec(text) ?? [];
  return value === undefined ? null : Number(value);
}
