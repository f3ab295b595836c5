import { fileURLToPath } from "node:url";

import type { ViteUserConfig } from "vitest/config";
import { defineConfig } from "vitest/config";

const config: ViteUserConfig = defineConfig({
  // The root is the repository: `test/` mirrors the tree it tests.
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    include: ["test/**/*.test.ts"],
    // Processes, not threads: what aborts one of them is named with its file. They take no longer.
    pool: "forks",
    maxWorkers: 3,
    // Longer than anything is waited for (`patienceMs`): what fails says for what it has waited.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    passWithNoTests: false,
    reporters: ["default"],
  },
});

export default config;
