import { trace } from "@opentelemetry/api";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { openKeeper } from "../../../../processors/keeper/keeper.ts";
import { inSpan } from "../../../../processors/keeper/own-spans.ts";
import { simulate } from "../../../simulation/index.ts";
import { keeperOptionsFor } from "../../../support/keeper-options.ts";
import { shipSimulation } from "../../../support/ship-simulation.ts";
import { smallScenario } from "../../../support/small-scenario.ts";

/** As somebody has it who starts the process with an SDK. It can be set once: a tracer keeps to the first. */
const exporter = new InMemorySpanExporter();
const startSdk = (): boolean =>
  trace.setGlobalTracerProvider(
    new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }),
  );
afterEach(() => exporter.reset());

test("without an SDK a span is nothing: what is done is done, and its error goes on", async () => {
  expect(inSpan("a", () => 7)).toBe(7);
  await expect(inSpan("a", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(() =>
    inSpan("a", () => {
      throw new Error("no");
    }),
  ).toThrow("no");
});

describe("with an SDK", () => {
  beforeAll(() => void startSdk());

  test("what fails is an error, at once or later", async () => {
    await expect(inSpan("later", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(() =>
      inSpan("at once", () => {
        throw new Error("never");
      }),
    ).toThrow("never");
    expect(exporter.getFinishedSpans().map(({ name, status }) => ({ name, status }))).toEqual([
      { name: "later", status: { code: 2, message: "Error: no" } },
      { name: "at once", status: { code: 2, message: "Error: never" } },
    ]);
  });

  test("a keeper tells when it takes, decides and commits", async () => {
    const simulation = simulate(smallScenario("calm-legacy", 4), 5);
    const shipments = shipSimulation(simulation, { sliceBytes: 65_536 });
    let finals = 0;
    const keeper = openKeeper(
      { epoch: 1, saved: null, commit: async () => undefined },
      keeperOptionsFor(simulation, { onKept: (requests) => void (finals += requests.length) }),
    );
    keeper.take({ partition: "all", shipments, waiting: 0, position: "1", done: async () => undefined });
    await keeper.keepAll();
    const spans = exporter.getFinishedSpans().map(({ name }) => name);
    expect(finals).toBeGreaterThan(3);
    expect(spans).toEqual(["scepscope take", "scepscope decide", "scepscope commit"]);
  });
});
