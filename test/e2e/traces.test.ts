import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openTraces } from "../../deploy/otel/index.ts";
import { wakeAfter } from "../../deploy/runtime/clock.ts";
import { createLog } from "../../deploy/runtime/log.ts";
import type { Analysis, AnalysisRequest, AnalysisStage } from "../../processors/contract/index.ts";
import { valueOf } from "../support/exposition-lines.ts";
import { createLoadFolder, writeLoadInto } from "../support/load-folder.ts";
import { freePort } from "../../deploy/dev/services/free-ports.ts";
import { madeRequest } from "../support/made-requests.ts";
import { startOtelCollector } from "../support/otel-collector.ts";
import type { ArrivedSpan } from "../support/otel-collector.ts";
import { metricsOf, sumOf, until } from "../support/up-answers.ts";
import { upLives, whenDone } from "../support/up-lives.ts";
import { runCommand } from "./run-command.ts";

/** Built on its first use, which may take minutes: before the clocks of the tests run. */
const collector = await startOtelCollector();
afterAll(() => collector.stop());

const traced = upLives(createLoadFolder(`traces: { endpoint: "${collector.endpoint}" }\n`));
await writeLoadInto(traced.load, { seed: 3, historyMs: 60_000, everyMs: 500, stepped: () => false });
const { out } = await runCommand(["analyze", traced.load.place.folder, "--json"]);
const analysis: Analysis = JSON.parse(out);

const isRoot = ({ parentSpanId }: ArrivedSpan): boolean => parentSpanId === "";
const idOf = ({ attributes }: ArrivedSpan): string => String(attributes["scep.request.id"]);
const placeOf = (path: unknown, offset: unknown): string => JSON.stringify([path, offset]);
const idsOf = (spans: readonly ArrivedSpan[]): string[] =>
  spans.map(({ traceId, spanId }) => `${traceId} ${spanId}`).toSorted();

/** A life of `up` on the same logs, until it has sent so many requests; what arrived through the collector because of it. */
async function arrivedIn(dataFolder: string, requests: number): Promise<readonly ArrivedSpan[]> {
  const before = collector.arrived().length;
  const up = traced.begin(traced.load.fresh(dataFolder), "later");
  const url = await up.url;
  await settled(url);
  await until(
    () => metricsOf(url),
    (lines) => valueOf(lines, "scepscope_traces_total", { fate: "sent" }) === requests,
  );
  up.kill("SIGTERM");
  await up.ended;
  return collector.arrived().slice(before);
}

/** Everything is read, and all its requests are final. */
async function settled(url: string): Promise<Awaited<ReturnType<typeof whenDone>>> {
  await until(
    () => metricsOf(url),
    (lines) => sumOf(lines, "scep_requests_total") === analysis.requests.length,
  );
  return await whenDone(url, traced.load.bytes());
}

const first = await arrivedIn("first", analysis.requests.length);

/** An id may come from the identity of a file, which is another one for who reads it once; a record has one place and belongs to one request. */
const idAt = new Map(
  first.flatMap(({ attributes, events }) =>
    events.map((event) => [
      placeOf(event.attributes["scep.evidence.path"], event.attributes["scep.evidence.offset"]),
      String(attributes["scep.request.id"]),
    ]),
  ),
);
const analysed = analysis.requests.map((request) => {
  const [evidence] = request.evidence;
  return { ...request, id: idAt.get(placeOf(evidence?.path, evidence?.offset)) ?? "not sent" };
});
const byId = new Map(analysed.map((request) => [request.id, request]));

test("what arrives at the collector is, request by request, what analyze says of the same files", () => {
  const roots = first.filter(isRoot);
  expect(byId.size).toBeGreaterThan(50);
  expect(new Set(roots.map(idOf))).toEqual(new Set(byId.keys()));
  expect(roots.length).toBe(byId.size);
  for (const root of roots) {
    const request = byId.get(idOf(root));
    if (request !== undefined) expect(root).toMatchObject(rootOf(request));
    expect(root.attributes["scep.cause.id"]).toBe(request?.cause?.id);
    expect(root.attributes["scep.transaction.id"] ?? []).toEqual(request?.keys.transactionId);
  }
});

function rootOf(request: AnalysisRequest): Partial<ArrivedSpan> {
  const { outcome, cause, failedStage, evidence } = request;
  const isFailed = outcome === "failed";
  const lastAt = evidence.findLast(({ at }) => at !== null)?.at ?? null;
  return {
    name: "scep request",
    resource: { "service.name": "scep", "host.name": request.host },
    startedAt: nanoseconds(request.startedAt),
    endedAt: nanoseconds(request.endedAt ?? lastAt),
    status: {
      code: isFailed ? 2 : outcome === "succeeded" ? 1 : 0,
      message: isFailed ? (cause?.title ?? `failed in stage ${failedStage}`) : "",
    },
    attributes: {
      "scep.outcome": outcome,
      "scep.platform": request.platform,
      "scep.stage.reached": request.stageReached,
      "scep.stages": request.stages.map(({ status }) => status),
      "scep.evidence.records": evidence.length,
    },
  };
}

test("its stages are spans below it, with their times, states and grades", () => {
  const roots = new Map(first.filter(isRoot).map((root) => [root.attributes["scep.request.id"], root]));
  const stages = first.filter((span) => !isRoot(span));
  const expected = analysed.flatMap(({ id, stages: all }) =>
    all.filter(({ at }) => at !== null).map((stage) => ({ id, stage })),
  );
  expect(stages.length).toBe(expected.length);
  for (const { id, stage } of expected) {
    const span = stages.find(
      ({ attributes }) => attributes["scep.request.id"] === id && attributes["scep.stage"] === stage.stage,
    );
    expect(span?.parentSpanId).toBe(roots.get(id)?.spanId);
    expect(span?.traceId).toBe(roots.get(id)?.traceId);
    expect(span?.startedAt).toBe(nanoseconds(stage.at));
    expect(Number((span?.endedAt ?? 0n) - (span?.startedAt ?? 0n))).toBe(
      Math.round((stage.durationMs ?? 0) * 1e6),
    );
    expect(span?.attributes).toMatchObject(stageAttributes(stage));
  }
});

test("its records are events, each once, with their places and without their words", () => {
  const events = first.flatMap((span) => span.events.map((event) => [idOf(span), event] as const));
  const told = events.map(([id, { name, at, attributes }]) =>
    JSON.stringify([
      id,
      ...["path", "offset", "length"].map((part) => attributes[`scep.evidence.${part}`]),
      name,
      attributes["scep.grade"],
      String(at),
    ]),
  );
  const expected = analysed.flatMap(({ id, evidence }) =>
    evidence.map(({ path, offset, length, kind, grade, at }) =>
      JSON.stringify([id, path, offset, length, kind, grade, String(nanoseconds(at))]),
    ),
  );
  expect(told.toSorted()).toEqual(expected.toSorted());
  expect(events.filter(([, { attributes }]) => attributes["scep.evidence.text"] !== undefined)).toEqual([]);
});

test("the same logs read by another `up` send the same spans, byte for byte", async () => {
  const second = await arrivedIn("second", analysis.requests.length);
  expect(idsOf(second)).toEqual(idsOf(first));
  expect(new Set(idsOf(second)).size).toBe(second.length);
  const sorted = (spans: readonly ArrivedSpan[]): readonly ArrivedSpan[] =>
    spans.toSorted((a, b) => (a.spanId < b.spanId ? -1 : 1));
  expect(sorted(second)).toEqual(sorted(first));
});

test("started again with its state it sends nothing again", async () => {
  expect(await arrivedIn("second", 0)).toEqual([]);
});

test("without a collector, or with one that answers 500, the pipeline does all the same, and each lost trace is counted", async () => {
  const plain = createLoadFolder();
  const calm = traced.begin({ ...traced.load.fresh("plain"), configFile: plain.place.configFile }, "later");
  const untraced = await settled(await calm.url);
  calm.kill("SIGTERM");
  const keys = new Set<unknown>();
  const refusing = createServer((request, response) => {
    keys.add(request.headers["x-key"]);
    request.resume();
    response.writeHead(500).end();
  });
  const refusingPort = await freePort();
  await new Promise<void>((resolve) => void refusing.listen(refusingPort, "127.0.0.1", resolve));
  try {
    for (const port of [await freePort(), refusingPort]) {
      const endpoint = `http://127.0.0.1:${port}/v1/traces`;
      const away = createLoadFolder(
        `traces: { endpoint: "${endpoint}", sendMsMax: 100, headersFile: headers }\n`,
      );
      writeFileSync(join(away.root, "headers"), "X-Key: hunter2hunter2\n");
      const place = { ...traced.load.fresh(`away-${port}`), configFile: away.place.configFile };
      const up = traced.begin(place, "later");
      const url = await up.url;
      const lines = await until(
        () => metricsOf(url),
        (all) => valueOf(all, "scepscope_traces_total", { fate: "not-taken" }) === byId.size,
      );
      const done = await settled(url);
      expect(done.requests).toEqual(untraced.requests);
      expect(done.totals).toEqual(untraced.totals);
      expect(valueOf(lines, "scepscope_traces_total", { fate: "sent" })).toBe(0);
      up.kill("SIGTERM");
      expect(await up.ended).toEqual({ code: 0, signal: null });
      expect(up.log()).toContain("traces are lost: they were not taken");
      expect(up.log()).not.toContain("hunter2");
      away.remove();
    }
    expect([...keys]).toEqual(["hunter2hunter2"]);
  } finally {
    plain.remove();
    await new Promise<void>((resolve) => void refusing.close(() => resolve()));
  }
});

test("late evidence arrives as a trace of its own, with a link to the request as it was sent", async () => {
  const before = collector.arrived().length;
  const queue = openTraces({
    endpoint: collector.endpoint,
    headers: {},
    timeoutMs: 5000,
    samplePercent: 100,
    logTexts: false,
    queueTracesMax: 10,
    log: createLog({
      level: "error",
      format: "json",
      isColourful: false,
      write: () => undefined,
      now: () => 0,
      secrets: [],
    }),
    wake: wakeAfter,
  });
  const request = madeRequest({ id: "late", outcome: "failed" });
  const { view, notes } = request;
  const late = view.evidence.map((evidence) => ({ ...evidence, offset: 99 }));
  const evidence = [...view.evidence, ...late];
  queue.take([request]);
  queue.take([{ ...request, view: { ...view, evidence }, notes: [...notes, ...notes] }]);
  await queue.close();
  const spans = collector.arrived().slice(before);
  const root = spans.find(({ name }) => name === "scep request");
  const added = spans.find(({ name }) => name === "scep late evidence");
  expect(spans).toHaveLength(3);
  expect(added?.links).toEqual([{ traceId: root?.traceId, spanId: root?.spanId }]);
  expect(added?.traceId).not.toBe(root?.traceId);
  expect(added?.events.map(({ attributes }) => attributes["scep.evidence.offset"])).toEqual([99]);
});

function stageAttributes({ status, grade, durationMs }: AnalysisStage): Record<string, unknown> {
  return {
    "scep.stage.status": status,
    "scep.stage.has_duration": durationMs !== null,
    ...(grade === null ? {} : { "scep.grade": grade }),
  };
}

function nanoseconds(at: string | null | undefined): bigint {
  return BigInt(Date.parse(at ?? "1970-01-01T00:00:00Z")) * 1_000_000n;
}
