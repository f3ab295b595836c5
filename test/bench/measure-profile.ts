import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { runAnalyze } from "./analyze-runs.ts";
import type { BenchName } from "./bench-scenarios.ts";
import type { BenchBundle } from "./bundle-shelf.ts";
import { sumProfile } from "./sum-profile.ts";
import type { Shares } from "./sum-profile.ts";

export interface ProfileShares {
  readonly name: BenchName;
  readonly shares: Shares;
}

/** Where the time of `analyze` goes, from one sampled run of its own: sampling costs time, so its total is not reported. */
export async function measureProfile(bundle: BenchBundle): Promise<ProfileShares> {
  const folder = join(bundle.folder, "..", "profile");
  mkdirSync(folder, { recursive: true });
  try {
    const nodeFlags = ["--cpu-prof", "--cpu-prof-dir", folder];
    await runAnalyze(bundle.folder, { outFile: join(folder, "out"), nodeFlags });
    const [name = ""] = readdirSync(folder).filter((path) => path.endsWith(".cpuprofile"));
    return {
      name: bundle.name,
      shares: sumProfile(JSON.parse(readFileSync(join(folder, name), "utf8")), repository),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const repository: string = fileURLToPath(new URL("../../", import.meta.url));
