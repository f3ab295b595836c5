import { ROOT_CONTEXT, SpanStatusCode, propagation, trace } from "@opentelemetry/api";
import type { Link } from "@opentelemetry/api";

/**
 * The pipeline's own spans: what it does with a batch, and how long that takes. Without an OpenTelemetry SDK in the process (`node --import …`) the library does nothing, and this
 * costs a few calls per batch. Each span stands alone: what is taken is kept later, together with other batches. It is linked to the spans of the collectors that sent it.
 */
const tracer = trace.getTracer("scepscope");

/** Runs `act` within a span, linked to the spans of `origins` (W3C `traceparent`). What it throws ends the span as an error, and goes on to whoever called. */
export function inSpan<Result>(name: string, act: () => Result, origins: readonly string[] = []): Result {
  const links = origins.slice(0, linksMax).flatMap(linkTo);
  const span = tracer.startSpan(name, { links }, ROOT_CONTEXT);
  const fail = (error: unknown): void => {
    span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
    span.end();
  };
  try {
    const result = act();
    if (result instanceof Promise) void result.then(() => span.end(), fail);
    else span.end();
    return result;
  } catch (error) {
    fail(error);
    throw error;
  }
}

/** As many as an SDK keeps of one span. */
const linksMax = 128;

function linkTo(traceparent: string): readonly Link[] {
  const context = trace.getSpanContext(propagation.extract(ROOT_CONTEXT, { traceparent }));
  return context === undefined ? [] : [{ context }];
}
