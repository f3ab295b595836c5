import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { createTraceQueue } from "../../../../deploy/otel/trace-queue.ts";
import type { OutgoingSpan, TraceQueue } from "../../../../deploy/otel/trace-queue.ts";
import { createLog } from "../../../../deploy/runtime/log.ts";
import { madeRequest } from "../../../support/made-requests.ts";

interface Rig {
  readonly queue: TraceQueue;
  readonly sent: OutgoingSpan[][];
  readonly log: string[];
  /** The answers to come; none: taken at once. */
  readonly answers: (Promise<Error | null> | null)[];
}

function rig(given: { readonly samplePercent?: number; readonly queueTracesMax?: number } = {}): Rig {
  const [sent, answers, log]: [OutgoingSpan[][], Rig["answers"], string[]] = [[], [], []];
  const queue = createTraceQueue({
    sender: {
      send: async (spans) => {
        sent.push([...spans]);
        return (await answers.shift()) ?? null;
      },
      close: async () => undefined,
    },
    samplePercent: 100,
    logTexts: false,
    queueTracesMax: 100,
    log: createLog({
      level: "info",
      format: "json",
      isColourful: false,
      write: (lines) => void log.push(lines),
      now: () => 0,
      secrets: [],
    }),
    wake: async () => new Promise(() => undefined),
    ...given,
  });
  return { queue, sent, log, answers };
}

const fates = ({ queue }: Rig): Record<string, number> => Object.fromEntries(queue.health().fates);
const some = (count: number, from = 0): ReturnType<typeof madeRequest>[] =>
  Array.from({ length: count }, (_, index) => madeRequest({ id: `r${from + index}` }));

test("whoever leaves requests there goes on before anything is sent", async () => {
  const one = rig();
  one.queue.take(some(3));
  expect(one.sent).toEqual([]);
  expect(one.queue.health().waiting).toBe(3);
  await one.queue.close();
  expect(one.sent.flat().map(({ span }) => span.name)).toEqual(
    Array.from({ length: 3 }, () => ["scep request", "scep contact"]).flat(),
  );
  expect(fates(one)).toEqual({ sent: 3 });
});

test("what is provisional, without a time or not sampled is not sent, and the last two are counted", async () => {
  const one = rig({ samplePercent: 0 });
  one.queue.take([
    madeRequest({ id: "a", isFinal: false, outcome: "failed" }),
    madeRequest({ id: "b" }),
    madeRequest({ id: "c", outcome: "failed", started: null }),
    madeRequest({ id: "d", outcome: "failed" }),
  ]);
  await one.queue.close();
  expect(fates(one)).toEqual({ "not-sampled": 1, "without-time": 1, sent: 1 });
});

test("while nobody takes anything, the queue stays within its limit, and what is lost is counted and logged", async () => {
  const one = rig({ queueTracesMax: 100 });
  const away = Promise.withResolvers<Error | null>();
  one.answers.push(away.promise);
  one.queue.take(some(100));
  one.queue.take(some(50, 100));
  expect(one.queue.health().waiting).toBe(100);
  expect(fates(one)).toEqual({ "queue-full": 50 });
  away.resolve(new Error("connect ECONNREFUSED"));
  await one.queue.close();
  expect(fates(one)).toEqual({ "queue-full": 50, "not-taken": 64, sent: 36 });
  expect(one.log.join("")).toMatch(/more come than are taken.*connect ECONNREFUSED.*taken again/s);
});

test("what was sent and comes again is not sent twice, what was not taken is", async () => {
  const one = rig();
  one.answers.push(Promise.resolve(new Error("no")));
  one.queue.take(some(1));
  await one.queue.close();
  for (let times = 0; times < 2; times += 1) {
    one.queue.take(some(1));
    await one.queue.close();
  }
  expect(fates(one)).toEqual({ "not-taken": 1, sent: 1, "sent-before": 1 });
});

test("a request that comes twice before it is sent is sent once, and then what is new of it", async () => {
  const one = rig();
  const [request = madeRequest({ id: "a" })] = some(1);
  const { view, notes } = request;
  const evidence = [...view.evidence, ...view.evidence.map((each) => ({ ...each, offset: 99 }))];
  one.queue.take([
    request,
    request,
    { ...request, view: { ...view, evidence }, notes: [...notes, ...notes] },
  ]);
  await one.queue.close();
  expect(one.sent.map((spans) => spans.map(({ span }) => span.name))).toEqual([
    ["scep request", "scep contact"],
    ["scep late evidence"],
  ]);
  expect(fates(one)).toEqual({ sent: 2, "sent-before": 1 });
});

test("the end does not wait for ever for somebody who does not answer; what waits and what is under way count as lost, once", async () => {
  let waits = 0;
  const late = Promise.withResolvers<Error | null>();
  const impatient = createTraceQueue({
    sender: { send: () => late.promise, close: async () => undefined },
    samplePercent: 100,
    logTexts: false,
    queueTracesMax: 100,
    log: createLog({
      level: "error",
      format: "json",
      isColourful: false,
      write: () => undefined,
      now: () => 0,
      secrets: [],
    }),
    wake: async (ms) => {
      waits += ms;
      await setImmediate();
    },
  });
  impatient.take(some(70));
  await impatient.close();
  expect(waits).toBe(5000);
  expect(impatient.health().waiting).toBe(0);
  const lost = new Map([["not-taken", 70]]);
  expect(impatient.health().fates).toEqual(lost);
  late.resolve(null);
  await setImmediate();
  expect(impatient.health().fates).toEqual(lost);
});
