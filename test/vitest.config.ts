import { defineConfig } from "vitest/config";

/** The root is the repository: `test/` mirrors the tree it tests. */
const repository = new URL("..", import.meta.url).pathname;

export default defineConfig({
  root: repository,
  test: {
    include: ["test/**/*.test.ts"],
    // Threads start faster than processes, and a test file shares nothing with another.
    pool: "threads",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A promise that is only kept in another order of tests is not kept.
    sequence: { shuffle: false },
    passWithNoTests: false,
    reporters: ["default"],
  },
});
