import { expect, test } from "vitest";
import { servedRunbooks } from "../../../../deploy/alerts/index.ts";
import { catalogue } from "../../../../processors/index.ts";
import { hostPage, pageText, siteLinks } from "../../../../processors/page/index.ts";
import type { PageFrame } from "../../../../processors/page/index.ts";
import { alertsFor } from "../../../../processors/page/parts/alerts-for.ts";
import { problemList } from "../../../../processors/page/overview/problem-list.ts";
import { stoppedConnector } from "../../../support/stopped-connector.ts";

const { runbooks, alertsAbout } = servedRunbooks();
const frame: PageFrame = { now: 0, silentMs: 60_000, deaf: null, links: siteLinks, alertsAbout };
const host = stoppedConnector(null, null);

test("a problem of a host leads to the runbook of its alert, on the overview and on the page of the host", () => {
  const href = '<a href="/runbooks/ScepConnectorStopped">ScepConnectorStopped</a>';
  expect(pageText(problemList([host], frame))).toContain(href);
  const summary = {
    requests: 0,
    provisional: 0,
    outcomes: { succeeded: 0, failed: 0, open: 0, unknown: 0 },
    stages: [],
    causes: [],
    grades: { key: 0, exact: 0, probable: 0 },
  };
  expect(pageText(hostPage({ host, summary, requests: [] }, frame))).toContain(href);
});

test("every alert that is named for a cause has a runbook that is served", () => {
  const named = catalogue.flatMap(({ id }) => alertsAbout(id));
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((name) => runbooks.text(name) === undefined)).toEqual([]);
});

test("several alerts are told apart, and a cause without one says nothing", () => {
  expect(pageText(alertsFor("host.connector-certificate", frame))).toMatch(/Alerts for this:\s+<a.*, <a/);
  expect(pageText(alertsFor("contact.forbidden-healthy", frame))).toBe("");
});

test("a problem of a host says on the overview since when it is, where that is known", () => {
  const words = (oldest: number | null): string =>
    pageText(
      problemList([{ ...host, problems: host.problems.map((problem) => ({ ...problem, oldest })) }], {
        ...frame,
        now: Date.UTC(2026, 10, 22, 12),
      }),
    ).replaceAll(/<[^>]*>/g, "");
  expect(words(Date.UTC(2026, 10, 22, 9))).toMatch(/event 10020 · first 3 h 00 m ago/);
  expect(words(null)).not.toContain("first");
});
