import type { Observation } from "../../processors/contract/index.ts";
import type { Step } from "./feed-book.ts";

/**
 * Files that are read a few records at a time, in turns that `turns` decide: each takes one number, which says from which
 * file, how many records, and whether the book is advanced after it. A watermark is the oldest time that any file can still
 * bring. What is left when the turns are used up follows file by file. Files without dates come first: no watermark can
 * hold for them.
 */
export function interleave(files: readonly (readonly Observation[])[], turns: readonly number[]): Step[] {
  const open = openedOf(files.filter(hasDates));
  const steps: Step[] = [{ add: files.filter((file) => !hasDates(file)).flat() }];
  let passed = Number.NEGATIVE_INFINITY;
  const take = (queue: Opened, count: number): void => {
    steps.push({ add: queue.file.slice(queue.next, queue.next + count) });
    queue.next += count;
    if (queue.next >= queue.file.length) open.splice(open.indexOf(queue), 1);
  };
  for (const turn of turns) {
    const queue = open[turn % Math.max(1, open.length)];
    if (queue === undefined) break;
    take(queue, 1 + ((turn >>> 8) % 97));
    const watermark = Math.min(...open.map(({ oldest, next }) => oldest[next] ?? Number.POSITIVE_INFINITY));
    if (turn % 3 === 0 || watermark <= passed || watermark === Number.POSITIVE_INFINITY) continue;
    passed = watermark;
    steps.push({ advance: watermark });
  }
  while (open[0] !== undefined) take(open[0], open[0].file.length);
  return steps;
}

/** Files that are read side by side, always the one that is behind, as `analyze` does. */
export function inStep(files: readonly (readonly Observation[])[], count: number): Step[] {
  const open = openedOf(files.filter(hasDates));
  const steps: Step[] = [{ add: files.filter((file) => !hasDates(file)).flat() }];
  const mark = ({ oldest, next }: Opened): number => oldest[next] ?? Number.POSITIVE_INFINITY;
  while (open.length > 0) {
    const behind = open.reduce((least, one) => (mark(one) < mark(least) ? one : least));
    if (mark(behind) < Number.POSITIVE_INFINITY) steps.push({ advance: mark(behind) });
    steps.push({ add: behind.file.slice(behind.next, behind.next + count) });
    behind.next += count;
    if (behind.next >= behind.file.length) open.splice(open.indexOf(behind), 1);
  }
  return steps;
}

interface Opened {
  readonly file: readonly Observation[];
  next: number;
  readonly oldest: Float64Array;
}

function openedOf(files: readonly (readonly Observation[])[]): Opened[] {
  return files.map((file) => ({ file, next: 0, oldest: oldestOf(file) }));
}

function hasDates(file: readonly Observation[]): boolean {
  return file.some(({ at }) => at !== null);
}

/** For each place in a file the oldest time from there on. */
function oldestOf(file: readonly Observation[]): Float64Array {
  const oldest = new Float64Array(file.length);
  let least = Number.POSITIVE_INFINITY;
  for (let index = file.length - 1; index >= 0; index -= 1) {
    least = Math.min(least, file[index]?.at ?? Number.POSITIVE_INFINITY);
    oldest[index] = least;
  }
  return oldest;
}
