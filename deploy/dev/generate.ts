import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

import { generatedFiles, staleFiles } from "./generated-files.ts";

/**
 * `npm run generate`: prints the files whose truth is in the code. With `--check` nothing is written, and the exit code
 * is 1 when a file says something else than the code.
 */
const repository: URL = new URL("../../", import.meta.url);
const stale = staleFiles(generatedFiles(), read);

for (const { path, text } of stale) {
  process.stdout.write(
    `${path} ${process.argv.includes("--check") ? "is out of date: npm run generate" : "written"}\n`,
  );
  if (!process.argv.includes("--check")) write(path, text);
}
process.exitCode = process.argv.includes("--check") && stale.length > 0 ? 1 : 0;

function read(path: string): string | null {
  try {
    return readFileSync(new URL(path, repository), "utf8");
  } catch {
    return null;
  }
}

function write(path: string, text: string): void {
  const target = fileURLToPath(new URL(path, repository));
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
}
