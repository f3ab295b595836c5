import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createBundleShelf } from "./bundle-shelf.ts";
import type { BundleShelf } from "./bundle-shelf.ts";
import { killRunning } from "./run-measured.ts";
import { createSteps } from "./steps.ts";
import type { Steps } from "./steps.ts";

/** Where a program of the bench works. Folder and children go with the process, also when it is stopped by Ctrl-C. */
export interface OpenBench {
  readonly folder: string;
  readonly steps: Steps;
  readonly shelf: BundleShelf;
}

export function openBench(name: string): OpenBench {
  const folder = mkdtempSync(join(tmpdir(), `scepscope-bench-${name}-`));
  process.once("exit", () => {
    killRunning();
    rmSync(folder, { recursive: true, force: true });
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
  const steps = createSteps(process.stderr.isTTY ? (text) => void process.stderr.write(text) : null);
  return { folder, steps, shelf: createBundleShelf(join(folder, "bundles"), steps.begin) };
}
