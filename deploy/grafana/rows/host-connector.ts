import { hostMetrics } from "../../../processors/contract/index.ts";
import { host, lines, ofHost, once, query, rate } from "../panel.ts";
import type { Row } from "../panel.ts";

export const connector: Row = {
  title: "Connector and Processing",
  panels: [
    lines({
      title: "Steps of a report",
      description: "Steps on the way of a report to Intune, by result, of both generations of connector.",
      unit: "ops",
      queries: [
        query(`sum by (step, result) (rate(scep_reports_total{${host}}[${rate}]))`, "{{step}}: {{result}}"),
      ],
      requests: ofHost,
    }),
    lines({
      title: "Files in Processing",
      description:
        "Reports that are not uploaded yet. It falls when the connector uploads; one that only grows means that it does not.",
      unit: "short",
      queries: [query(`sum by (host) (${once(hostMetrics.processingFiles, host)})`, "{{host}}")],
    }),
    lines({
      title: "Oldest file in Processing",
      description: "How long ago it changed. No line where there is none.",
      unit: "s",
      queries: [
        query(`time() - min by (host) (scep_processing_oldest_timestamp_seconds{${host}})`, "{{host}}"),
      ],
    }),
    lines({
      title: "Certificates end in",
      description:
        "How long the connector's own certificate and the last one that was issued are valid, as a log last told it.",
      unit: "s",
      queries: [
        query(
          `min by (host, certificate) (scep_certificate_expiry_timestamp_seconds{${host}}) - time()`,
          "{{host}} {{certificate}}",
        ),
      ],
    }),
  ],
};
