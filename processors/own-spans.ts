import { ROOT_CONTEXT, SpanStatusCode, trace } from "@opentelemetry/api";

/**
 * The pipeline's own spans: what it does with a batch, and how long that takes. Without an OpenTelemetry SDK in the process (`node --import …`) the library does nothing, and this
 * costs a few calls per batch. Each span stands alone: what is taken is kept later, together with other batches.
 */
const tracer = trace.getTracer("scepscope");

/** Runs `act` within a span. What it throws ends the span as an error, and goes on to whoever called. */
export function inSpan<Result>(name: string, act: () => Result): Result {
  const span = tracer.startSpan(name, {}, ROOT_CONTEXT);
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
