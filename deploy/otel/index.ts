/** Traces of requests, sent to where an OpenTelemetry Collector or the like listens. Loaded only where that is configured: it brings the SDK. */
import { openOtlpSender } from "./otlp-sender.ts";
import type { OtlpOptions } from "./otlp-sender.ts";
import { createTraceQueue } from "./trace-queue.ts";
import type { TraceQueue, TraceQueueOptions } from "./trace-queue.ts";

export type { TraceQueue } from "./trace-queue.ts";

export function openTraces(options: OtlpOptions & Omit<TraceQueueOptions, "sender">): TraceQueue {
  return createTraceQueue({ ...options, sender: openOtlpSender(options) });
}
