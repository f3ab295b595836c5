import { describe, expect, test } from "vitest";

import { createRandom } from "../../simulation/random.ts";
import { createLanes, createThreads } from "../../simulation/threads.ts";

describe("a thread pool", () => {
  test("lets nobody have a busy thread, and lets who finds none wait for the first that is free", () => {
    const threads = createThreads(3, 100);
    const random = createRandom(2);
    const freeAt = new Map<number, number>();
    let at = 0;
    for (let turn = 0; turn < 500; turn += 1) {
      at += random.exponential(10);
      const { thread, from } = threads.take(at);
      expect(from).toBeGreaterThanOrEqual(Math.max(at, freeAt.get(thread) ?? 0));
      if (from > at) expect(from).toBe(Math.min(...freeAt.values()));
      const until = from + random.exponential(40);
      threads.release(thread, until);
      freeAt.set(thread, until);
    }
    expect(freeAt.size).toBe(3);
  });

  test("replaces a thread that hangs for ever and never gives it out again", () => {
    const threads = createThreads(1, 100);
    const hung = threads.take(0).thread;
    threads.release(hung, Number.POSITIVE_INFINITY);
    expect(threads.take(5)).toEqual({ thread: hung + 4, from: 5 });
  });

  test("gives a lane without an end to no two spans that overlap", () => {
    const lanes = createLanes(1);
    const random = createRandom(3);
    const spans: (readonly [lane: number, from: number, until: number])[] = [];
    for (let turn = 0; turn < 300; turn += 1) {
      const from = turn * 5 + random.exponential(30);
      const until = from + random.exponential(60);
      const lane = lanes.take(from, until);
      expect(spans.filter(([other, start, end]) => other === lane && start < until && end > from)).toEqual(
        [],
      );
      spans.push([lane, from, until]);
    }
  });
});
