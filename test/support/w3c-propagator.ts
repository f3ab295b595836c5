import { propagation, trace } from "@opentelemetry/api";
import type { TextMapPropagator } from "@opentelemetry/api";

/** As an SDK brings it: W3C Trace Context. Once set, it stays for the process. */
export function useW3cPropagator(): void {
  const propagator: TextMapPropagator = {
    inject: (context, carrier, setter) => {
      const span = trace.getSpanContext(context);
      if (span === undefined) return;
      const flags = span.traceFlags.toString(16).padStart(2, "0");
      setter.set(carrier, "traceparent", `00-${span.traceId}-${span.spanId}-${flags}`);
    },
    extract: (context, carrier, getter) => {
      const text = String(getter.get(carrier, "traceparent") ?? "");
      const [, traceId, spanId, flags] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(text) ?? [];
      if (traceId === undefined || spanId === undefined) return context;
      return trace.setSpanContext(context, {
        traceId,
        spanId,
        traceFlags: Number.parseInt(flags ?? "0", 16),
        isRemote: true,
      });
    },
    fields: () => ["traceparent"],
  };
  propagation.setGlobalPropagator(propagator);
}
