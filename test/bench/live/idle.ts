import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startUpProcess } from "./up-process.ts";

/** `up` beside logs that nobody writes to. */
export interface IdleCost {
  readonly files: number;
  /** Of one core. */
  readonly share: number;
  readonly rssBytes: number;
}

const hosts = 4;
const daysPerHost = 50;
/** What was shipped and shown at the start is over then. */
const settleMs = 4000;

export async function measureIdle(folder: string, idleMs: number): Promise<IdleCost> {
  const run = mkdtempSync(join(folder, "idle-"));
  const logsFolder = join(run, "logs");
  for (let host = 1; host <= hosts; host += 1) writeLogs(join(logsFolder, `ndes0${host}`, "IIS", "W3SVC1"));
  try {
    const up = await startUpProcess({ logsFolder, stateFolder: join(run, "state") });
    await up.ready(60_000);
    await delay(settleMs);
    const before = up.usage();
    await delay(idleMs);
    const after = up.usage();
    await up.stop();
    return {
      files: hosts * daysPerHost,
      share: (after.cpuMs - before.cpuMs) / idleMs,
      rssBytes: after.rssBytes,
    };
  } finally {
    rmSync(run, { recursive: true });
  }
}

/** A log a day, as IIS leaves them: the last change of each is long ago. */
function writeLogs(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const first = Date.UTC(2026, 8, 1);
  for (let day = 0; day < daysPerHost; day += 1) {
    const at = new Date(first + day * 86_400_000);
    const date = at.toISOString().slice(0, 10);
    const path = join(folder, `u_ex${date.slice(2).replaceAll("-", "")}.log`);
    const row = `${date} 06:00:00 10.0.0.1 GET /certsrv/mscep/mscep.dll/pkiclient.exe operation=GetCACaps 443 - 10.0.0.9 agent - 200 0 0 31`;
    writeFileSync(path, [...header(date), row, ""].join("\r\n"));
    utimesSync(path, at, at);
  }
}

function header(date: string): readonly string[] {
  return [
    "#Software: Microsoft Internet Information Services 10.0",
    "#Version: 1.0",
    `#Date: ${date} 06:00:00`,
    "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken",
  ];
}
