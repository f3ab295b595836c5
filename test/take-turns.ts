import { existsSync } from "node:fs";
import { BaseSequencer } from "vitest/node";
import type { TestSpecification } from "vitest/node";

/** They take minutes, most of it waiting: begun first, none is left alone at the end. */
const longest = [
  "alerts/real-fleet",
  "integrity/up-memory-bounded",
  "e2e/demo",
  "e2e/up",
  "e2e/page",
  "integrity/up-survives-kill",
];

for (const name of longest)
  if (!existsSync(new URL(`${name}.test.ts`, import.meta.url)))
    throw new Error(`test/${name}.test.ts is not there: name it in test/take-turns.ts as it is called now`);

/** Folders of tests that mostly wait: for services, for commands that start. */
const waitingFolders: RegExp = /\/test\/(?:alerts|conformance|e2e|faults|integration)\//;

/**
 * The order of test files, also on a fresh clone, where nothing is known of earlier runs. The longest come first, then tests that wait and tests that compute take turns, each
 * in the order that Vitest has for them, and those that share processes come behind them in one row, since a process is shared by neighbours only.
 */
export class TakeTurns extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const ordered = await super.sort(files);
    const [sharing, alone] = parted(ordered, ({ project }) => !project.config.isolate);
    const [first, others] = parted(alone, isLongest);
    const [waiting, computing] = parted(others, ({ moduleId }) => waitingFolders.test(moduleId));
    return [...first, ...inTurns(waiting, computing), ...sharing];
  }
}

function isLongest({ moduleId }: TestSpecification): boolean {
  return longest.some((name) => moduleId.endsWith(`/test/${name}.test.ts`));
}

function parted<T>(all: readonly T[], belongs: (one: T) => boolean): readonly [T[], T[]] {
  return [all.filter(belongs), all.filter((one) => !belongs(one))];
}

function inTurns<T>(some: readonly T[], others: readonly T[]): readonly T[] {
  const [more, fewer] = some.length > others.length ? [some, others] : [others, some];
  return more.flatMap((one, index) => [one, ...fewer.slice(index, index + 1)]);
}
