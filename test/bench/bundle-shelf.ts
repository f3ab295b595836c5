import { appendFileSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { BundleSize } from "../simulation/index.ts";
import type { BenchName } from "./bench-scenarios.ts";
import { runNode } from "./run-measured.ts";

export interface BenchBundle extends BundleSize {
  readonly name: BenchName;
  /** Wanted size in MB; the real one is in `bytes`. */
  readonly megabytes: number;
  readonly folder: string;
}

export interface BundleShelf {
  /** Writes the bundle when it is first asked for. */
  readonly bundle: (name: BenchName, megabytes: number) => Promise<BenchBundle>;
}

export function createBundleShelf(folder: string, step: (what: string) => void): BundleShelf {
  const made = new Map<string, BenchBundle>();
  return {
    bundle: async (name, megabytes) => {
      const label = `${name}-${megabytes}`;
      const known = made.get(label);
      if (known !== undefined) return known;
      step(`writing ${megabytes} MB of ${name}`);
      const target = join(folder, label);
      const written = await runNode([writer, target, name, String(megabytes * 1e6)]);
      if (written?.exitCode !== 0) throw new Error(`No bundle was written: ${written?.complaint}`);
      const size: BundleSize = JSON.parse(written.output);
      const bundle = { ...size, name, megabytes, folder: target };
      made.set(label, bundle);
      return bundle;
    },
  };
}

const writer: string = fileURLToPath(new URL("./write-bench-bundle.ts", import.meta.url));

/** All access logs of a bundle as one file, as an administrator would hand them to a log analyser. */
export function joinWebLogs({ folder }: BenchBundle, target: string): string {
  mkdirSync(target, { recursive: true });
  const joined = join(target, "u_ex261122.log");
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  for (const path of paths.filter((each) => /u_ex\d+[.]log$/.test(each)).sort()) {
    appendFileSync(joined, readFileSync(join(folder, path)));
  }
  return joined;
}
