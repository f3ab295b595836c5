import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { otelcolPath } from "../../deploy/dev/services/otelcol.ts";
import { freePort } from "../../deploy/dev/services/free-ports.ts";
import { until } from "./up-answers.ts";

/** A span as the collector hands it on. */
export interface ArrivedSpan {
  readonly resource: Readonly<Record<string, unknown>>;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  /** Nanoseconds UTC. */
  readonly startedAt: bigint;
  readonly endedAt: bigint;
  readonly status: { readonly code: number; readonly message: string };
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly {
    readonly name: string;
    readonly at: bigint;
    readonly attributes: Readonly<Record<string, unknown>>;
  }[];
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
}

export interface OtelCollector {
  /** Takes OTLP over HTTP. */
  readonly endpoint: string;
  /** All that it has handed on so far, each span as often as it came. */
  readonly arrived: () => readonly ArrivedSpan[];
  stop(): Promise<void>;
}

/** A real collector: takes OTLP, and hands on what it has understood to a place where it can be looked at. */
export async function startOtelCollector(): Promise<OtelCollector> {
  const program = otelcolPath();
  const folder = mkdtempSync(join(tmpdir(), "scepscope-otelcol-"));
  const spans: ArrivedSpan[] = [];
  const sink = createServer((request, response) => {
    void takeInto(spans, request, response);
  });
  await new Promise<void>((resolve) => void sink.listen(0, "127.0.0.1", resolve));
  const port = await freePort();
  writeFileSync(join(folder, "otelcol.yaml"), configText(port, portOf(sink.address())));
  const child = spawn(program, ["--config", join(folder, "otelcol.yaml")], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (log += text));
  const ended = new Promise<void>((resolve) => void child.once("close", () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended;
    sink.closeAllConnections();
    await new Promise<void>((resolve) => void sink.close(() => resolve()));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await until(
      () => Promise.resolve(log),
      (text) => text.includes("Everything is ready"),
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpoint: `http://127.0.0.1:${port}/v1/traces`, arrived: () => spans, stop };
}

function configText(port: number, sinkPort: number): string {
  return JSON.stringify({
    receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${port}` } } } },
    exporters: {
      otlp_http: {
        endpoint: `http://127.0.0.1:${sinkPort}`,
        encoding: "json",
        compression: "none",
        sending_queue: { enabled: false },
        tls: { insecure: true },
      },
    },
    service: {
      telemetry: { metrics: { level: "none" } },
      pipelines: { traces: { receivers: ["otlp"], exporters: ["otlp_http"] } },
    },
  });
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

async function takeInto(
  spans: ArrivedSpan[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const parts: Uint8Array[] = [];
  for await (const part of request) parts.push(part);
  spans.push(...spansIn(Buffer.concat(parts).toString("utf8")));
  response.setHeader("content-type", "application/json").end("{}");
}

interface OtlpValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string;
  readonly doubleValue?: number;
  readonly arrayValue?: { readonly values?: readonly OtlpValue[] };
}

type OtlpAttributes = readonly { readonly key: string; readonly value: OtlpValue }[];

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes?: OtlpAttributes;
  readonly status?: { readonly code?: number; readonly message?: string };
  readonly events?: readonly {
    readonly name: string;
    readonly timeUnixNano: string;
    readonly attributes?: OtlpAttributes;
  }[];
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
}

function spansIn(text: string): readonly ArrivedSpan[] {
  const sent: {
    readonly resourceSpans: readonly {
      readonly resource: { readonly attributes?: OtlpAttributes };
      readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
    }[];
  } = JSON.parse(text);
  return sent.resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => toArrived(span, attributesOf(resource.attributes))),
    ),
  );
}

function toArrived(span: OtlpSpan, resource: ArrivedSpan["resource"]): ArrivedSpan {
  return {
    resource,
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId ?? "",
    name: span.name,
    startedAt: BigInt(span.startTimeUnixNano),
    endedAt: BigInt(span.endTimeUnixNano),
    status: { code: span.status?.code ?? 0, message: span.status?.message ?? "" },
    attributes: attributesOf(span.attributes),
    events: (span.events ?? []).map(({ name, timeUnixNano, attributes }) => ({
      name,
      at: BigInt(timeUnixNano),
      attributes: attributesOf(attributes),
    })),
    links: (span.links ?? []).map(({ traceId, spanId }) => ({ traceId, spanId })),
  };
}

function attributesOf(attributes: OtlpAttributes = []): Readonly<Record<string, unknown>> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, valueOf(value)]));
}

function valueOf({ stringValue, boolValue, intValue, doubleValue, arrayValue }: OtlpValue): unknown {
  if (arrayValue !== undefined) return (arrayValue.values ?? []).map(valueOf);
  if (intValue !== undefined) return Number(intValue);
  return stringValue ?? boolValue ?? doubleValue;
}
