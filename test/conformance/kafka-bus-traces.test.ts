import { trace } from "@opentelemetry/api";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { expect, test } from "vitest";
import type { Batch } from "../../collectors/contract/index.ts";
import { inSpan } from "../../processors/keeper/own-spans.ts";
import { openKafkaBus } from "../support/kafka-bus.ts";
import { kcat, useKafka } from "../support/kafka.ts";
import { madeReport } from "../support/made-shipments.ts";
import { useW3cPropagator } from "../support/w3c-propagator.ts";

const kafka = useKafka();
const { signal } = new AbortController();

test("without an SDK a message has no header of a trace; with one a processor's span is linked to the collector's that sent it", async () => {
  const bus = await openKafkaBus(kafka);
  try {
    const [sink, reader] = [bus.sink(), bus.reader()];
    await sink.send([madeReport("ndes01", 1)], signal);
    expect(kcat(kafka.addresses(), bus.topic, "%h\n")).not.toContain("traceparent");

    const exporter = new InMemorySpanExporter();
    trace.setGlobalTracerProvider(
      new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }),
    );
    useW3cPropagator();
    await sink.send([madeReport("ndes01", 2)], signal);
    const [sent] = exporter.getFinishedSpans();
    expect(sent).toMatchObject({
      name: "scepscope send",
      attributes: { "messaging.destination.name": bus.topic, "messaging.batch.message_count": 1 },
    });

    const origins: string[] = [];
    let seen = 0;
    const reading = { resume: async () => null, lost: () => undefined, signal };
    for await (const batch of reader.source.batches(reading)) {
      take(batch);
      origins.push(...(batch.origins ?? []));
      seen += batch.shipments.length;
      if (seen === 2) break;
    }
    expect(origins).toHaveLength(1);
    const taken = exporter.getFinishedSpans().filter(({ name }) => name === "scepscope take");
    expect(taken.flatMap(({ links }) => links.map(({ context }) => context.spanId))).toEqual([
      sent?.spanContext().spanId,
    ]);
  } finally {
    await bus.close();
  }
});

function take({ origins }: Batch): void {
  inSpan("scepscope take", () => undefined, origins);
}
