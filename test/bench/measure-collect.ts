import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CollectRun } from "./collect-run.ts";
import type { Goal } from "./goals.ts";
import { runNode } from "./run-measured.ts";
import { figure, ratio } from "./table.ts";
import type { Table } from "./table.ts";

/** What it costs to follow some files, in a process of its own. */
export interface CollectCost extends CollectRun {
  readonly what: string;
  readonly files: number;
  readonly rssBytes: number | null;
}

interface Load {
  readonly what: string;
  readonly files: number;
  readonly megabytes: number;
  readonly quietMs: number;
}

/** The first one is also measured for what it does when all is quiet. */
const loads: readonly Load[] = [
  { what: "200 quiet files", files: 200, megabytes: 4, quietMs: 10_000 },
  { what: "one large file", files: 1, megabytes: 1000, quietMs: 0 },
  { what: "5,000 files", files: 5000, megabytes: 500, quietMs: 0 },
];

/** From disk (or what the system keeps of it) to a bus that only counts. */
export async function measureCollect(
  folder: string,
  { quick, step }: { readonly quick: boolean; readonly step: (what: string) => void },
): Promise<readonly CollectCost[]> {
  const costs: CollectCost[] = [];
  for (const load of loads) {
    const megabytes = quick ? Math.min(200, load.megabytes) : load.megabytes;
    step(`writing ${load.what}`);
    const logs = join(folder, String(load.files));
    const bytes = writeLogs(logs, load.files, megabytes);
    step(`following ${load.what}`);
    // Once for the compiler, which is not what is measured.
    if (costs.length === 0)
      await measure(join(folder, "compiled"), { logs, bytes, load: { ...load, quietMs: 0 } });
    costs.push(await measure(join(folder, "compiled"), { logs, bytes, load }));
  }
  return costs;
}

async function measure(
  compiled: string,
  { logs, bytes, load }: { readonly logs: string; readonly bytes: number; readonly load: Load },
): Promise<CollectCost> {
  const args = [...flags, script, compiled, logs, String(bytes), String(load.quietMs)];
  const run = await runNode(args);
  if (run?.exitCode !== 0) throw new Error(`${load.what} was not measured: ${run?.complaint}`);
  const measured: CollectRun = JSON.parse(run.output);
  return { ...measured, what: load.what, files: load.files, rssBytes: run.rssBytes };
}

const script: string = fileURLToPath(new URL("./collect.mjs", import.meta.url));
/** What is short-lived is cleared away more often, for a third of the memory. */
const flags = ["--max-semi-space-size=2"];

/** Access logs whose times overlap, so that all of them are merged. Gives their bytes. */
function writeLogs(folder: string, files: number, megabytes: number): number {
  mkdirSync(folder, { recursive: true });
  const rows = Math.ceil((megabytes * 1e6) / files / rowOf(0).length);
  let total = 0;
  for (let file = 0; file < files; file += 1) {
    const path = join(folder, `u_ex${String(file).padStart(6, "0")}.log`);
    writeFileSync(path, head);
    total += head.length;
    for (let from = 0; from < rows; from += rowsAtOnce) {
      const some = Array.from({ length: Math.min(rowsAtOnce, rows - from) }, (_, index) =>
        rowOf(from + index),
      );
      const text = some.join("");
      writeFileSync(path, text, { flag: "a" });
      total += text.length;
    }
    // As if they had been quiet for an hour.
    utimesSync(path, Date.now() / 1000 - 3600, Date.now() / 1000 - 3600);
  }
  return total;
}

const rowsAtOnce = 50_000;
const head =
  "#Software: Microsoft Internet Information Services 10.0\n#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status time-taken\n";

function rowOf(index: number): string {
  const at = new Date(Date.UTC(2026, 10, 22) + index * 100).toISOString();
  return `${at.slice(0, 10)} ${at.slice(11, 19)} 192.0.2.10 GET /certsrv/mscep/mscep.dll/pkiclient.exe operation=GetCACaps&message=default 443 - 198.51.100.7 Mozilla/4.0+(compatible;+Win32;+NDES+client+10.0) 200 0 0 ${index % 900}\n`;
}

export function collectTable(costs: readonly CollectCost[]): Table {
  return {
    title: "The live collector: from files to a bus that counts",
    columns: ["", "files", "MB", "s", "MB/s", "MB/CPU s", "peak MB", "idle, % of a core"],
    rows: costs.map((cost) => [
      cost.what,
      String(cost.files),
      figure(cost.bytes / 1e6),
      figure(cost.wallMs / 1000),
      figure(cost.bytes / 1000 / cost.wallMs),
      figure(megabytesPerCpuSecond(cost)),
      figure(cost.rssBytes === null ? null : cost.rssBytes / 1e6),
      cost.idleShare === null ? "" : (cost.idleShare * 100).toFixed(2),
    ]),
    notes: [`Files that the system has in memory; times of events overlap. Node with ${flags.join(" ")}.`],
  };
}

export function collectGoals(costs: readonly CollectCost[]): readonly Goal[] {
  const of = (files: number): CollectCost | undefined => costs.find((cost) => cost.files === files);
  const rss = costs.flatMap(({ rssBytes }) => rssBytes ?? []);
  const idle = of(200)?.idleShare ?? null;
  return [
    {
      what: "collector, one file",
      unit: "MB/s per core",
      wanted: 200,
      direction: "at least",
      measured: megabytesPerCpuSecond(of(1)),
    },
    {
      what: "collector, 5,000 files",
      unit: "MB/s per core",
      wanted: 200,
      direction: "at least",
      measured: megabytesPerCpuSecond(of(5000)),
    },
    {
      what: "collector, peak memory (the worst run)",
      unit: "MB",
      wanted: 100,
      direction: "at most",
      measured: rss.length === 0 ? null : Math.max(...rss) / 1e6,
    },
    {
      what: "collector, 200 quiet files",
      unit: "% of a core",
      wanted: 1,
      direction: "at most",
      measured: idle === null ? null : idle * 100,
    },
  ];
}

function megabytesPerCpuSecond(cost: CollectCost | undefined): number | null {
  return cost === undefined ? null : ratio(cost.bytes / 1000, cost.cpuMs);
}
