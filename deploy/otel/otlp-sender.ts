import { SpanKind, SpanStatusCode, TraceFlags } from "@opentelemetry/api";
import type { Attributes, HrTime, SpanContext } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import type { Resource } from "@opentelemetry/resources";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import { ATTR_SERVICE_NAME } from "@opentelemetry/semantic-conventions";
import type { TraceAttributes, TraceSpan } from "../../processors/traces/index.ts";
import type { OutgoingSpan, SpanSender } from "./trace-queue.ts";

export interface OtlpOptions {
  /** With its path, such as `http://127.0.0.1:4318/v1/traces`. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  /** For one batch with all that is tried again. */
  readonly timeoutMs: number;
}

/**
 * Sends spans with the exporter of the OpenTelemetry SDK, as OTLP over HTTP. It tries again what may succeed later (no connection, 429, 502 to 504), up to five times
 * within the time; what the `OTEL_EXPORTER_OTLP_…` variables say of compression and certificates holds for it.
 */
export function openOtlpSender({ endpoint, headers, timeoutMs }: OtlpOptions): SpanSender {
  const exporter = new OTLPTraceExporter({
    url: endpoint,
    headers: { ...headers },
    timeoutMillis: timeoutMs,
    concurrencyLimit: 1,
  });
  return {
    send: (spans) =>
      new Promise((resolve) => {
        exporter.export(readable(spans), ({ error }) => resolve(error ?? null));
      }),
    close: () => exporter.shutdown(),
  };
}

/** One resource for each host, since the exporter puts spans together by it. */
function readable(spans: readonly OutgoingSpan[]): ReadableSpan[] {
  const resources = new Map<string, Resource>();
  return spans.map(({ host, span }) => {
    const resource =
      resources.get(host) ?? resourceFromAttributes({ [ATTR_SERVICE_NAME]: "scep", "host.name": host });
    resources.set(host, resource);
    return toReadableSpan(span, resource);
  });
}

const statusCodes = {
  unset: SpanStatusCode.UNSET,
  ok: SpanStatusCode.OK,
  error: SpanStatusCode.ERROR,
} as const;

function toReadableSpan(span: TraceSpan, resource: Resource): ReadableSpan {
  const context = contextOf(span.traceId, span.spanId);
  return {
    name: span.name,
    kind: SpanKind.INTERNAL,
    spanContext: () => context,
    ...(span.parentSpanId === null ? {} : { parentSpanContext: contextOf(span.traceId, span.parentSpanId) }),
    startTime: hrTime(span.startedAt, 0),
    endTime: hrTime(span.startedAt, span.durationMs),
    duration: hrTime(0, span.durationMs),
    status: {
      code: statusCodes[span.status],
      ...(span.status === "error" ? { message: span.message } : {}),
    },
    attributes: toAttributes(span.attributes),
    events: span.events.map(({ name, at, attributes }) => ({
      name,
      time: hrTime(at, 0),
      attributes: toAttributes(attributes),
    })),
    links: span.links.map(({ traceId, spanId, attributes }) => ({
      context: contextOf(traceId, spanId),
      attributes: toAttributes(attributes),
    })),
    ended: true,
    resource,
    instrumentationScope: { name: "scepscope" },
    droppedAttributesCount: 0,
    droppedEventsCount: span.eventsLeftOut,
    droppedLinksCount: 0,
  };
}

function contextOf(traceId: string, spanId: string): SpanContext {
  return { traceId, spanId, traceFlags: TraceFlags.SAMPLED };
}

/** Seconds and nanoseconds; `at` in whole ms UTC. */
function hrTime(at: number, durationMs: number): HrTime {
  const seconds = Math.floor(at / 1000);
  const nanoseconds = Math.round((at - seconds * 1000 + durationMs) * 1e6);
  return [seconds + Math.floor(nanoseconds / 1e9), nanoseconds % 1e9];
}

function toAttributes(attributes: TraceAttributes): Attributes {
  const copied: Attributes = {};
  for (const [name, value] of Object.entries(attributes))
    copied[name] = typeof value === "object" ? [...value] : value;
  return copied;
}
