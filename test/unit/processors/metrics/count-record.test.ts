import { describe, expect, test } from "vitest";

import type { Kind } from "../../../../processors/contract/index.ts";
import { createMetrics } from "../../../../processors/metrics/index.ts";
import { valueOf } from "../../../support/exposition-lines.ts";
import { scrapeKept } from "../../../support/metered.ts";
import { observed } from "../../../support/observed.ts";
import type { Given } from "../../../support/observed.ts";
import type { Writer } from "../../../../processors/contract/index.ts";

type Row = readonly [
  writer: Writer,
  kind: Kind,
  given: Given,
  series: string,
  labels: Readonly<Record<string, string>>,
];

const http = "scep_http_responses_total";
const answer = (status: number, substatus?: number, win32?: number): Given => ({
  facts: {
    status,
    ...(substatus === undefined ? {} : { substatus }),
    ...(win32 === undefined ? {} : { win32 }),
  },
});

const rows: readonly Row[] = [
  ["iis", "contact.pki-operation", answer(200), http, { call: "pki-operation", code: "2xx" }],
  ["iis", "contact.capabilities", answer(304), http, { call: "capabilities", code: "3xx" }],
  ["iis", "contact.ca-certificate", answer(500, 0, 64), http, { call: "ca-certificate", code: "500" }],
  [
    "iis",
    "contact.pki-operation",
    answer(500, 0, 1346),
    http,
    { call: "pki-operation", code: "500-impersonation" },
  ],
  ["iis", "contact.pki-operation", answer(404, 15), http, { call: "pki-operation", code: "404.15" }],
  ["iis", "contact.pki-operation", answer(404, 2), http, { call: "pki-operation", code: "4xx" }],
  ["iis", "contact.pki-operation", answer(413), http, { call: "pki-operation", code: "413" }],
  ["iis", "contact.pki-operation", answer(502), http, { call: "pki-operation", code: "5xx" }],
  ["iis", "contact.probe", answer(999_999), http, { call: "other", code: "other" }],
  ["iis", "contact.other", {}, http, { call: "other", code: "other" }],
  ["iis", "verify.call", answer(403, 16), http, { call: "verify", code: "403.16" }],
  ["iis", "verify.call", answer(403), http, { call: "verify", code: "4xx" }],
  ["iis", "report.call", answer(403, 7), http, { call: "notify", code: "403.7" }],
  [
    "httperr",
    "contact.http-error",
    { facts: { httpReason: "AppOffline" } },
    "scep_http_sys_errors_total",
    { http_reason: "AppOffline" },
  ],
  [
    "httperr",
    "contact.http-error",
    { facts: { httpReason: "invented by somebody" } },
    "scep_http_sys_errors_total",
    { http_reason: "other" },
  ],
  [
    "plugin",
    "verify.finished",
    { outcome: "ok" },
    "scep_verifications_total",
    { teller: "policy-module", verdict: "passed" },
  ],
  [
    "crp",
    "verify.finished",
    { outcome: "failed" },
    "scep_verifications_total",
    { teller: "registration-point", verdict: "refused" },
  ],
  [
    "connector",
    "verify.finished",
    {},
    "scep_verifications_total",
    { teller: "connector", verdict: "untold" },
  ],
  ["ndes", "verify.refused", {}, "scep_ndes_refusals_total", { refusal: "verify-refused" }],
  ["ndes", "contact.unreadable", {}, "scep_ndes_refusals_total", { refusal: "unreadable" }],
  ["ndes", "issue.failed", {}, "scep_ndes_refusals_total", { refusal: "issue-failed" }],
  [
    "ca",
    "issue.issued",
    { facts: { eventId: 4887 } },
    "scep_ca_decisions_total",
    { teller: "ca-security", decision: "issued" },
  ],
  [
    "ca",
    "issue.denied",
    { facts: { eventId: 53 } },
    "scep_ca_decisions_total",
    { teller: "ca-application", decision: "denied" },
  ],
  [
    "connector",
    "issue.denied",
    { facts: { reason: "permission-denied" } },
    "scep_issue_errors_total",
    { teller: "connector", issue_reason: "permission-denied" },
  ],
  [
    "ndes",
    "issue.failed",
    { facts: { reason: "made-up" } },
    "scep_issue_errors_total",
    { teller: "ndes", issue_reason: "other" },
  ],
  ["plugin", "report.finished", { outcome: "ok" }, "scep_reports_total", { step: "notified", result: "ok" }],
  [
    "crp",
    "report.finished",
    { outcome: "failed" },
    "scep_reports_total",
    { step: "notify-taken", result: "failed" },
  ],
  [
    "uploader",
    "report.batch",
    { outcome: "failed" },
    "scep_reports_total",
    { step: "batch", result: "failed" },
  ],
  ["connector", "report.retrying", {}, "scep_reports_total", { step: "retrying", result: "untold" }],
  ["system", "host.pool-crashed", {}, "scep_host_events_total", { event: "pool-crashed" }],
  [
    "system",
    "host.pool-stopped",
    { facts: { queue: "Microsoft Intune CRP service Pool" } },
    "scep_host_events_total",
    { event: "pool-stopped" },
  ],
  ["connector", "host.connector-stopped", {}, "scep_host_events_total", { event: "connector-stopped" }],
];

describe("a single record counts once", () => {
  test.each(rows)("%s %s %j in %s %j", async (writer, kind, given, series, labels) => {
    const metrics = createMetrics();
    metrics.observe([observed(writer, kind, given)]);
    const lines = await scrapeKept(metrics);
    expect(valueOf(lines, series, { host: "ndes01", ...labels })).toBe(1);
    const counted = lines.filter((line) => line.name === series && line.value > 0);
    expect(counted).toHaveLength(1);
  });
});

test("what says nothing of this counts nothing, and makes no host", async () => {
  const metrics = createMetrics();
  metrics.observe([
    observed("plugin", "run.note"),
    observed("windows-device", "profile.received", { host: "pc1" }),
  ]);
  const lines = await scrapeKept(metrics);
  expect(lines.filter(({ labels }) => labels["host"] !== undefined)).toEqual([]);
});

test("the end of a certificate is that which was last told", async () => {
  const metrics = createMetrics();
  metrics.observe([
    observed("connector", "host.connector-event", { facts: { notAfter: 2_000_000_000_000 } }),
    observed("connector", "issue.issued", { facts: { notAfter: 1_900_000_000_000 } }),
    observed("connector", "host.connector-event", { facts: { notAfter: 1_950_000_000_000 } }),
  ]);
  const lines = await scrapeKept(metrics);
  const name = "scep_certificate_expiry_timestamp_seconds";
  expect(valueOf(lines, name, { certificate: "connector" })).toBe(1_950_000_000);
  expect(valueOf(lines, name, { certificate: "issued" })).toBe(1_900_000_000);
});

test("a crash of a pool that serves others is none of ours", async () => {
  const metrics = createMetrics();
  metrics.observe([observed("system", "host.pool-crashed", { facts: { queue: "WsusPool" } })]);
  const lines = await scrapeKept(metrics);
  expect(lines.filter(({ name, value }) => name === "scep_host_events_total" && value > 0)).toEqual([]);
});
