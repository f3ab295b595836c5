import { fileURLToPath } from "node:url";

import type { TestProjectConfiguration, ViteUserConfig } from "vitest/config";
import { configDefaults, defineConfig } from "vitest/config";
import { TakeTurns } from "./take-turns.ts";

/** Tests of logic that leaves nothing behind: their files share processes, since to load what they test takes as long as to test it. */
const sharing = ["unit", "property", "issues", "samples"].map((folder) => `test/${folder}/**/*.test.ts`);

/** They take as long as all the others together: `npm run faults`. */
const faults = "test/faults/**/*.test.ts";

const projects: TestProjectConfiguration[] = [
  { extends: true, test: { name: "logic", include: sharing, isolate: false } },
  {
    extends: true,
    test: {
      name: "whole",
      include: ["test/**/*.test.ts"],
      exclude: [...configDefaults.exclude, ...sharing, faults],
    },
  },
  { extends: true, test: { name: "faults", include: [faults] } },
];

const config: ViteUserConfig = defineConfig({
  // The root is the repository: `test/` mirrors the tree it tests.
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    projects,
    // Processes, not threads: what aborts one of them is named with its file. They take no longer.
    pool: "forks",
    maxWorkers: 4,
    sequence: { sequencer: TakeTurns },
    // Longer than anything is waited for (`patienceMs`): what fails says for what it has waited.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    passWithNoTests: false,
    reporters: ["default"],
  },
});

export default config;
