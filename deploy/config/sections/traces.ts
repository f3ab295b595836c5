import { z } from "zod";
import type { TraceSettings } from "../config.ts";
import { count, flag, plainText, text } from "../setting.ts";

const endpointForm = {
  error: "write an address with its path, such as http://127.0.0.1:4318/v1/traces",
};

export const tracesShape: z.ZodType<TraceSettings> = z
  .strictObject({
    endpoint: plainText()
      .refine(
        (address) => address === "" || /^https?:$/.test(URL.parse(address)?.protocol ?? ""),
        endpointForm,
      )
      .default("")
      .meta({
        description:
          "Where final requests are sent as traces: OTLP over HTTP, such as `http://127.0.0.1:4318/v1/traces`. Empty: nowhere.",
      }),
    headersFile: text({
      usual: "",
      says: "File with headers for it, `Name: value` on each line, such as a key. Instead of it, SCEPSCOPE_TRACE_HEADERS in the environment.",
    }),
    samplePercent: count({
      usual: 100,
      min: 0,
      max: 100,
      says: "Of a hundred requests that did not fail, how many are sent; always the same ones. Those that failed always are.",
    }),
    logTexts: flag({
      usual: false,
      says: "Send each record in its own words too, 400 characters at most. Never where users or devices are hashed.",
    }),
    queueTracesMax: count({
      usual: 2000,
      min: 10,
      max: 100_000,
      says: "Requests that wait to be sent; what comes while they are full is dropped and counted.",
    }),
    sendMsMax: count({
      usual: 10_000,
      min: 100,
      max: 600_000,
      says: "How long a batch of traces is tried before it is dropped and counted.",
    }),
  })
  .prefault({})
  .meta({
    description:
      "Requests as OpenTelemetry traces (`deploy/docs/traces.md`). They name hosts, users and devices as the page does, and leave this machine.",
  });
