import { expect, test } from "vitest";
import type { ReceivedAlert } from "../../../../../deploy/dev/alerting/alert-receiver.ts";
import { notificationText } from "../../../../../deploy/dev/alerting/notification-text.ts";
import { toldOnce } from "../../../../../deploy/dev/alerting/told-once.ts";

const at = Date.UTC(2026, 10, 28, 12, 3, 41);
const alert: ReceivedAlert = {
  receiver: "pager",
  status: "firing",
  labels: { alertname: "ScepCaUnreachable", host: "ndes01", severity: "critical" },
  annotations: {
    summary: "NDES on ndes01 could not reach the CA",
    requests_url: "http://127.0.0.1:1/requests?host=ndes01",
    runbook_url: "http://127.0.0.1:1/runbooks/ScepCaUnreachable",
  },
  fingerprint: "f1",
  startsAt: "2026-11-28T09:00:00Z",
};

test("a notification says when, how bad, where, what, and where the requests are; without colour it is plain text", () => {
  expect(notificationText(alert, { at, isColourful: false })).toBe(
    "12:03:41  firing    critical  ndes01  ScepCaUnreachable\n" +
      "          NDES on ndes01 could not reach the CA\n" +
      "          http://127.0.0.1:1/requests?host=ndes01\n",
  );
});

test("of one that is over it is not said that it is so now", () => {
  const text = notificationText({ ...alert, status: "resolved" }, { at, isColourful: false });
  expect(text).toMatch(/^12:03:41 {2}resolved .*\n {10}over: NDES on ndes01 could not reach the CA\n/);
});

test("with colour the words are the same", () => {
  const coloured = notificationText(alert, { at, isColourful: true });
  expect(coloured).toContain("\x1B[");
  expect(coloured.replaceAll(/\x1B\[\d+m/g, "")).toBe(notificationText(alert, { at, isColourful: false }));
});

test("one that no request is behind leads to its runbook, and one of no host says whom it concerns", () => {
  const { requests_url: _, ...annotations } = alert.annotations;
  const labels = { alertname: "ScepTargetDown", instance: "server", severity: "critical" };
  const text = notificationText({ ...alert, labels, annotations }, { at, isColourful: false });
  expect(text).toContain("critical  server  ScepTargetDown");
  expect(text).toContain("/runbooks/ScepCaUnreachable");
});

test("what a hostile log wrote into a label commands no terminal and makes no line", () => {
  const labels = { ...alert.labels, host: "a\x1B]0;owned\x07\nfiring  critical  b" };
  const text = notificationText({ ...alert, labels }, { at, isColourful: false });
  expect(text).not.toMatch(/[\x1B\x07]/);
  expect(text.split("\n")).toHaveLength(4);
});

test("an alert is told when it begins and when it is over, whoever else is told and however often", () => {
  const told: string[] = [];
  const tell = toldOnce(({ status, fingerprint }) => told.push(`${status} ${fingerprint}`));
  for (const [status, fingerprint] of [
    ["firing", "a"],
    ["firing", "a"],
    ["firing", "b"],
    ["resolved", "a"],
    ["resolved", "a"],
    ["firing", "a"],
  ] as const)
    tell({ ...alert, status, fingerprint });
  expect(told).toEqual(["firing a", "firing b", "resolved a", "firing a"]);
});
