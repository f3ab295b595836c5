import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A folder with these files that goes away when the test is over. */
export function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), "bundle-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
  return folder;
}

export const iisHead =
  "#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n#Fields: date time s-ip cs-method cs-uri-stem sc-status time-taken\n";

export function iisLog(rows: number, day = "2026-11-22"): string {
  const row = (index: number): string => {
    const second = new Date(Date.UTC(2026, 10, 22, 10) + index * 1000).toISOString().slice(11, 19);
    return `${day} ${second} 192.0.2.10 GET /certsrv/mscep/mscep.dll 200 ${index}\n`;
  };
  return iisHead + Array.from({ length: rows }, (_, index) => row(index)).join("");
}
