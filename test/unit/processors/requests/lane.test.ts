import { describe, expect, it } from "vitest";
import type { Observation } from "../../../../processors/contract/index.ts";
import {
  addToLane,
  createLane,
  doneThrough,
  giveBack,
  takeChunk,
} from "../../../../processors/requests/lane.ts";
import type { Lane, LaneLimits } from "../../../../processors/requests/lane.ts";
import { inFiles, observed, row, startMs } from "../../../support/observed.ts";

const limits: LaneLimits = {
  gapMs: 1000,
  countMin: 3,
  spanMs: 60_000,
  countMax: 20,
  restlessMs: Number.POSITIVE_INFINITY,
  reachMs: 5000,
};
const end = Number.POSITIVE_INFINITY;

function laneOf(observations: readonly Observation[], more: Partial<LaneLimits> = {}): Lane {
  const lane = createLane({ ...limits, ...more });
  for (const observation of observations) addToLane(lane, observation);
  return lane;
}

function point(at: number, thread = ""): Observation {
  return observed("crp", "run.note", { at, thread });
}

/** Times of the records of each chunk, ms after the start. */
function chunksOf(lane: Lane, watermark: number = end): number[][] {
  const chunks: number[][] = [];
  for (let chunk = takeChunk(lane, watermark); chunk !== null; chunk = takeChunk(lane, watermark)) {
    chunks.push(chunk.observations.map(({ at }) => (at ?? 0) - startMs));
  }
  return chunks;
}

describe("a segment ends", () => {
  it.each([
    { name: "at the first rest behind enough records", times: [0, 1, 2, 1500, 1501], ends: [3, 2] },
    { name: "not at a rest before there are enough", times: [0, 1, 1500, 1501, 3000], ends: [4, 1] },
    { name: "not where the pause is as long as the gap only", times: [0, 1, 2, 1002], ends: [4] },
    { name: "at the end of everything", times: [0, 1], ends: [2] },
    { name: "in the order of time, not of arrival", times: [1500, 2, 0, 1501, 1], ends: [3, 2] },
  ])("$name", ({ times, ends }) => {
    expect(chunksOf(laneOf(inFiles(times.map((at) => point(at))))).map((chunk) => chunk.length)).toEqual(
      ends,
    );
  });

  it("at a rest after so much time, however few records there are", () => {
    const chunks = chunksOf(laneOf(inFiles([0, 70_000, 140_000].map((at) => point(at)))));
    expect(chunks.length).toBeGreaterThan(1);
    expect(chunks.flat()).toEqual([0, 70_000, 140_000]);
  });

  it("not while a call is under way, whose row comes later", () => {
    const call = row("contact.pki-operation", { endAt: 4000, tookMs: 3999 });
    expect(chunksOf(laneOf(inFiles([point(0), point(1), point(2), call, point(4100)])))).toEqual([
      [0, 1, 2, 4000, 4100],
    ]);
  });

  it("not within a second that a row may have ended in", () => {
    const ended = row("contact.probe", { endAt: 0, tookMs: 0 });
    expect(
      chunksOf(laneOf(inFiles([ended, point(0), point(1), point(1900)]))).map((one) => one.length),
    ).toEqual([4]);
  });

  it.each([
    { name: "within a run of a thread, though it is silent for longer", silence: 4000, chunks: 1 },
    { name: "and not for a silence beyond the reach", silence: 6000, chunks: 2 },
  ])("not $name", ({ silence, chunks }) => {
    const lane = laneOf(inFiles([point(0, "5"), point(1), point(2), point(2 + silence, "5")]));
    expect(chunksOf(lane)).toHaveLength(chunks);
  });

  it("where a thread begins its next run, after a silence", () => {
    const begin = observed("crp", "verify.started", { at: 4000, thread: "5" });
    expect(chunksOf(laneOf(inFiles([point(0, "5"), point(1), point(2), begin])))).toHaveLength(2);
  });
});

describe("what forms no run bridges no rest", () => {
  it.each([
    { name: "events of NDES", of: (at: number) => observed("ndes", "verify.refused", { at, thread: "5" }) },
    { name: "requests of a CA", of: (at: number) => observed("ca", "issue.received", { at, thread: "5" }) },
  ])("$name on one thread", ({ of }) => {
    expect(chunksOf(laneOf(inFiles([of(0), point(1), point(2), of(4000)])))).toHaveLength(2);
  });
});

describe("records without a date", () => {
  it("come out together, before the rest, whenever they are asked for", () => {
    const bare = [observed("apple-device", "run.note", { at: null, trust: "time-of-day" })];
    const lane = laneOf(inFiles([point(0), ...bare, point(1), ...bare]));
    const chunk = takeChunk(lane, Number.NEGATIVE_INFINITY);
    expect(chunk?.observations.map(({ at }) => at)).toEqual([null, null]);
    expect(chunksOf(lane)).toEqual([[0, 1]]);
  });
});

describe("with a watermark", () => {
  const roomy = { countMax: 5000 };
  const many = inFiles(
    Array.from({ length: 6000 }, (_, index) => point(index * 10 + Math.floor(index / 100) * 2000)),
  );

  it("nothing comes out that a later record could still change", () => {
    for (const watermark of [startMs, startMs + 20_000, startMs + 100_000]) {
      const chunks = chunksOf(laneOf(many, roomy), watermark);
      for (const chunk of chunks)
        expect(Math.max(...chunk)).toBeLessThan(watermark - startMs - limits.reachMs);
    }
  });

  it("the same segments come out, in whatever portions records and watermarks come", () => {
    const expected = chunksOf(laneOf(many, roomy));
    for (const portion of [7, 100, 2500]) {
      const lane = createLane({ ...limits, ...roomy });
      const chunks: number[][] = [];
      for (let from = 0; from < many.length; from += portion) {
        chunks.push(...chunksOf(lane, many[from]?.at ?? 0));
        for (const one of many.slice(from, from + portion)) addToLane(lane, one);
      }
      expect([...chunks, ...chunksOf(lane)]).toEqual(expected);
    }
  });

  it("what has come out is done, what waits is not", () => {
    const lane = laneOf(inFiles([point(0), point(1)]));
    expect(doneThrough(lane, startMs + 60_000)).toBe(startMs);
    chunksOf(lane);
    expect(doneThrough(lane, startMs + 60_000)).toBe(startMs + 60_000 - limits.reachMs);
    expect(doneThrough(lane, end)).toBe(end);
  });

  it("a call that waits holds back what was done since it began", () => {
    const call = row("contact.pki-operation", { endAt: 60_000, tookMs: 50_000 });
    expect(doneThrough(laneOf(inFiles([call])), startMs + 90_000)).toBe(startMs + 10_000);
  });
});

describe("a segment that never rests", () => {
  const crowd = inFiles(Array.from({ length: 200 }, (_, index) => point(index * 400, String(index))));

  it("is closed by force, with what follows as context, and the next one is in doubt at its beginning", () => {
    const lane = laneOf(crowd);
    const first = takeChunk(lane, end);
    const commitBefore = startMs + limits.countMax * 400;
    expect(first?.commitBefore).toBe(commitBefore);
    expect(Math.max(...(first?.observations ?? []).map(({ at }) => at ?? 0))).toBeGreaterThanOrEqual(
      commitBefore,
    );
    const back = (first?.observations ?? []).filter(({ at }) => (at ?? 0) >= commitBefore);
    giveBack(lane, back);
    const second = takeChunk(lane, end);
    expect(second?.observations[0]).toBe(back[0]);
    expect(second?.doubtBefore).toBeGreaterThan(commitBefore);
  });

  it("is closed after so much time, however little it logs, and whenever it is looked at", () => {
    const restless = { countMax: 5000, restlessMs: 30_000 };
    const steady = inFiles(Array.from({ length: 400 }, (_, index) => point(index * 900)));
    const early = takeChunk(laneOf(steady, restless), startMs + 200_000);
    const late = takeChunk(laneOf(steady, restless), end);
    expect(early?.commitBefore).toBe(startMs + 30_000);
    expect(early).toEqual(late);
    expect(takeChunk(laneOf(steady, { ...restless, restlessMs: end }), startMs + 200_000)).toBeNull();
  });

  it("gives out something, were all records of one moment", () => {
    const lane = laneOf(inFiles([...Array.from({ length: 30 }, () => point(0)), point(20_000)]));
    expect(takeChunk(lane, end)?.commitBefore).toBeGreaterThan(startMs);
  });

  it("loses nothing and doubles nothing when what was not committed is given back", () => {
    const lane = laneOf(crowd);
    const committed: Observation[] = [];
    for (let chunk = takeChunk(lane, end); chunk !== null; chunk = takeChunk(lane, end)) {
      const { commitBefore } = chunk;
      committed.push(...chunk.observations.filter(({ at }) => (at ?? 0) < commitBefore));
      giveBack(
        lane,
        chunk.observations.filter(({ at }) => (at ?? 0) >= commitBefore),
      );
    }
    expect(committed).toEqual(crowd);
  });

  it("keeps no more than its limit, what is within the reach, and what is too little to look at", () => {
    const lane = createLane({ ...limits, countMax: 4000 });
    let most = 0;
    for (let index = 0; index < 40_000; index += 1) {
      addToLane(lane, point(index, String(index)));
      if (index % 500 !== 0) continue;
      for (
        let chunk = takeChunk(lane, startMs + index);
        chunk !== null;
        chunk = takeChunk(lane, startMs + index)
      ) {
        const { commitBefore } = chunk;
        giveBack(
          lane,
          chunk.observations.filter(({ at }) => (at ?? 0) >= commitBefore),
        );
      }
      most = Math.max(most, lane.pending.length);
    }
    // Half as much again before another look, and twice the reach: once to be final, once as context.
    expect(most).toBeLessThanOrEqual(4000 * 1.5 + 3 * limits.reachMs + 500);
  });
});
