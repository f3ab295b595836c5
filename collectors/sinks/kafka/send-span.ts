import { ROOT_CONTEXT, SpanKind, SpanStatusCode, propagation, trace } from "@opentelemetry/api";
import { originHeader } from "../../contract/index.ts";

/**
 * The collector's own span for each send, and its context for the headers of the messages, so that a processor's span can name it. Without an OpenTelemetry SDK in the process
 * (`node --import …`) the library does nothing, and there is no header.
 */
const tracer = trace.getTracer("scepscope");

export interface Sent {
  readonly topic: string;
  readonly messages: number;
}

/** Runs `act` within a span; `headers` are for each message. What it throws ends the span as an error, and goes on to whoever called. */
export async function inSendSpan<Result>(
  { topic, messages }: Sent,
  act: (headers: Readonly<Record<string, string>>) => Promise<Result>,
): Promise<Result> {
  const attributes = {
    "messaging.system": "kafka",
    "messaging.operation.name": "send",
    "messaging.destination.name": topic,
    "messaging.batch.message_count": messages,
  };
  const span = tracer.startSpan("scepscope send", { kind: SpanKind.PRODUCER, attributes }, ROOT_CONTEXT);
  try {
    return await act(headersOf(trace.setSpan(ROOT_CONTEXT, span)));
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
    throw error;
  } finally {
    span.end();
  }
}

/** Of what the propagator of the SDK says only this is read by processors. */
function headersOf(context: typeof ROOT_CONTEXT): Readonly<Record<string, string>> {
  const carrier: Record<string, string> = {};
  propagation.inject(context, carrier);
  const origin = carrier[originHeader];
  return origin === undefined ? {} : { [originHeader]: origin };
}
