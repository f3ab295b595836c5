import { describe, expect, it, test } from "vitest";
import { catalogue } from "../../../../processors/index.ts";
import {
  causePage,
  causesPage,
  hostPage,
  hostsPage,
  layout,
  loginPage,
  overviewPage,
  pageText,
  problemPage,
  requestPage,
  requestsPage,
  runbooksPage,
  siteLinks,
} from "../../../../processors/page/index.ts";
import type { CauseSpan, Html, PageFrame } from "../../../../processors/page/index.ts";
import { timedRecords, withDoubt } from "../../../../processors/contract/index.ts";
import type {
  Cause,
  HostView,
  StoredRequest,
  Summary,
  TimeTrust,
} from "../../../../processors/contract/index.ts";
import { html } from "../../../../processors/page/html.ts";
import { requestTable } from "../../../../processors/page/requests/request-table.ts";
import { scatter } from "../../../../processors/page/requests/scatter.ts";
import { hostSource } from "../../../support/host-source.ts";
import { madeRequest, startOfTime } from "../../../support/made-requests.ts";

const now = Date.UTC(2026, 10, 22, 12);
const causes = new Map(catalogue.map((cause) => [cause.id, cause]));
const markup = `"><script>x</script><img src=x onerror=x>' \u202e\u0007`;
const frame: PageFrame = { now, silentMs: 60_000, deaf: null, links: siteLinks, alertsAbout: () => [markup] };
const [anyCause] = catalogue;
if (anyCause === undefined) throw new Error("the catalogue is empty");

const noCounts = { done: 0, failed: 0, pending: 0, implied: 0, unknown: 0 };
const emptySummary: Summary = {
  requests: 0,
  provisional: 0,
  outcomes: { succeeded: 0, failed: 0, open: 0, unknown: 0 },
  stages: Array.from({ length: 6 }, () => noCounts),
  causes: [],
  grades: { key: 0, exact: 0, probable: 0 },
};
const bareHost: HostView = {
  host: "",
  passedAt: null,
  eventAt: null,
  readAt: null,
  sources: [],
  problems: [],
};
const bare: StoredRequest = (() => {
  const made = madeRequest({ id: "r1", started: null, outcome: "unknown", stage: 0 });
  return { ...made, view: { ...made.view, evidence: [], host: "" }, notes: [] };
})();

/** What a writer who means harm could put wherever words of a log go. */
const hostile: StoredRequest = (() => {
  const made = madeRequest({
    id: markup,
    started: now - 1000,
    host: markup,
    cause: markup,
    outcome: "failed",
  });
  const [record] = made.view.evidence;
  const [note] = made.notes;
  if (record === undefined || note === undefined) throw new Error("a made request has a record");
  return {
    ...made,
    view: {
      ...made.view,
      keys: { ...made.view.keys, transactionId: [markup] },
      evidence: [{ ...record, path: markup }],
      candidates: [{ path: markup, offset: 1, length: 1, why: markup }],
      cause: { id: markup, stage: 3, title: markup },
    },
    keys: [{ type: "userAgent", value: markup }],
    notes: [{ ...note, fileId: markup, why: markup, text: markup, host: markup }],
    claim: { because: markup, alternatives: [{ cause: markup, tellApart: markup }] },
  };
})();
const hostileHost: HostView = {
  host: markup,
  passedAt: now,
  eventAt: now,
  readAt: now,
  sources: [hostSource({ name: markup, format: null, condition: "denied", detail: markup, files: 0 })],
  problems: [{ cause: markup, title: markup, severity: markup, count: 1, oldest: null, because: markup }],
};
const hostileSummary: Summary = { ...emptySummary, causes: [{ cause: markup, host: markup, requests: 1 }] };

/** Without our own script, and what is compared or sent back but never shown. */
function seen(text: string): string {
  return text
    .replaceAll('<script type="module" src="/j"></script>', "")
    .replaceAll(/\s(?:value|href|data-[a-z]+)="[^"]*"/g, "");
}

interface Inputs {
  readonly requests: readonly StoredRequest[];
  readonly hosts: readonly HostView[];
  readonly summary: Summary;
  readonly words: string;
}

function spanOf(request: StoredRequest): CauseSpan {
  const devices = { devices: 1, nameless: 0, addresses: 0, isWhole: true };
  return { earliest: request, newest: request, devices, ofNewest: null };
}

/** Every page, each with the same things to show. */
function pagesOf({ requests, hosts, summary, words }: Inputs): readonly (readonly [string, Html])[] {
  const overview = {
    range: "all",
    query: "",
    summary,
    timeline: {
      steps: { from: now - 120_000, stepMs: 60_000, count: 2 },
      counts: [summary.outcomes, { ...summary.outcomes, failed: requests.length }],
    },
    causes,
    spans: new Map(requests.map((request) => [summary.causes[0]?.cause ?? "", spanOf(request)])),
    stuck: { openMsMax: 900_000, count: requests.length, requests, until: "2026-11-22T11:45:00.000Z" },
    failures: requests,
    hosts,
    alerts: hosts.map(({ host }) => ({
      name: words,
      severity: "critical" as const,
      host,
      summary: words,
      since: 0,
      requests: words,
    })),
  } as const;
  const asked = new Map(
    words === ""
      ? []
      : ([
          ["key", words],
          ["host", words],
          ["since", words],
        ] as const),
  );
  const list = { asked, requests, total: 1, first: null, next: words, hosts: [words], causes: catalogue };
  const shell = {
    title: words,
    active: null,
    search: words,
    assets: { style: "/s", script: "/j", icon: "/i" },
    live: { isLive: true, request: words, host: words },
    isGuarded: true,
    unready: words,
  };
  return [
    ["overview", overviewPage(overview, frame)],
    ["requests", requestsPage(list, frame)],
    ["hosts", hostsPage(hosts, frame)],
    ...hosts.map((host) => ["host", hostPage({ host, summary, requests }, frame)] as const),
    ...requests.map(
      (request) =>
        ["request", requestPage({ request, lines: [words], host: hosts[0] ?? null, causes }, frame)] as const,
    ),
    ["causes", causesPage({ catalogue, counts: new Map([[words, 1]]) }, frame)],
    ["cause", causePage({ cause: anyCause as Cause, total: 1, requests }, frame)],
    ...requests.map((request) => {
      const view = { cause: anyCause as Cause, total: 1, requests, span: spanOf(request) };
      return ["cause", causePage(view, frame)] as const;
    }),
    ["runbooks", runbooksPage([{ name: words, part: "servers", severity: "info", summary: words }])],
    ["login", loginPage({ next: words, isWrong: true })],
    ["problem", problemPage({ type: words, status: 404, title: "t", detail: words, remedy: words })],
    ["layout", layout(shell, overviewPage(overview, frame))],
  ];
}

function partOf(page: Html | undefined, part: string): string {
  const text = page === undefined ? "" : pageText(page);
  return new RegExp(`<section[^>]*data-part="${part}"[^]*?</section>`).exec(text)?.[0] ?? "";
}

test.each(["unknown-path", "unknown-request", "bad-cursor", "of-no-page"])(
  "what went wrong (%s), and what to do, are sentences",
  (code) => {
    const problem = { type: `urn:scepscope:problem:${code}`, status: 404, title: "Not found" };
    const text = pageText(problemPage({ ...problem, detail: "there is no x", remedy: "look for y" }));
    expect(text).toContain("<p>There is no x.</p>");
    expect(text).toMatch(/What to do:<\/b> [A-Z]/);
  },
);

test("where nothing is followed the overview says so, and calls nothing current or well", () => {
  const titleFor = (hosts: readonly HostView[]): string => {
    const [[, overview] = []] = pagesOf({ requests: [], hosts, summary: emptySummary, words: "" });
    return (
      /<h2 id="sources-title">[^]*?<\/h2>/.exec(overview === undefined ? "" : pageText(overview))?.[0] ?? ""
    );
  };
  const [[, nothing] = []] = pagesOf({ requests: [], hosts: [], summary: emptySummary, words: "" });
  for (const part of ["stuck", "host-problems", "failures"])
    expect(partOf(nothing, part)).toContain("No log is followed yet.");
  const well = { ...hostileHost, problems: [] };
  const [[, calm] = []] = pagesOf({ requests: [], hosts: [well], summary: emptySummary, words: "" });
  for (const part of ["stuck", "host-problems", "failures"]) expect(partOf(calm, part)).toContain("✓");
  expect(titleFor([])).toContain("0 sources");
  expect(titleFor([])).toContain("no log is followed yet");
  expect(titleFor([])).not.toContain("current");
  expect(titleFor([hostileHost])).toContain("1 source");
  expect(titleFor([hostileHost])).not.toContain("no log is followed");
});

describe("a page", () => {
  it.each([
    ["nothing at all", { requests: [], hosts: [], summary: emptySummary, words: "" }],
    [
      "what has neither times nor names",
      { requests: [bare], hosts: [bareHost], summary: emptySummary, words: "" },
    ],
    [
      "words that mean harm",
      { requests: [hostile], hosts: [hostileHost], summary: hostileSummary, words: markup },
    ],
  ])("shows %s without a hole and without markup that is not its own", (_, inputs) => {
    for (const [name, page] of pagesOf(inputs)) {
      const text = pageText(page);
      expect(text, name).not.toMatch(/undefined|NaN|\[object|Infinity|null/);
      expect(seen(text), name).not.toMatch(/<script|<img|\u202e|\u0007/);
      // With the values of attributes taken out, what is left of a tag is its own.
      expect(text.replaceAll(/"[^"]*"/g, '""'), name).not.toMatch(/<[a-z][^>]*\s(?:on[a-z]+|style)=/);
      expect(text, name).not.toMatch(/(?:href|action)="(?!\/|#)/);
    }
  });
});

describe("what is missing", () => {
  const open: StoredRequest = madeRequest({ id: "r1", outcome: "open", stage: 3, started: now - 600_000 });
  const source = { ...hostileHost.sources[0], name: "a.log", detail: "" } as HostView["sources"][number];
  const current: HostView = {
    ...bareHost,
    host: "ndes01",
    readAt: now,
    passedAt: now,
    sources: [{ ...source, condition: "current" }],
  };
  const words = (host: HostView, request: StoredRequest = open): string =>
    pageText(requestPage({ request, lines: [], host, causes }, frame));

  it("means that nothing came only where the logs have been read past it", () => {
    expect(words(current)).toContain("nothing more there could be joined");
    expect(words({ ...current, passedAt: now - 3_600_000 })).toContain(
      "the logs have not passed its last record",
    );
  });

  it("says which logs tell an end that is not known", () => {
    const endless = madeRequest({ id: "r3", outcome: "unknown", stage: 2, started: now - 600_000 });
    expect(words(current, endless)).toContain("These logs state how one ended: NDESPlugin.log");
    expect(words(current)).not.toContain("These logs state how one ended");
  });

  it("means nothing while a source is not read, or its collector is silent", () => {
    expect(words({ ...current, sources: [{ ...source, condition: "behind" }] })).toContain(
      "1 of 1 sources are not read to their end",
    );
    expect(words({ ...current, readAt: now - 61_000 })).toContain("the collector is silent");
  });

  it("is said of a failed request as what it is", () => {
    const failed = madeRequest({ id: "r2", outcome: "failed", stage: 3 });
    const stages = failed.view.stages.map((each) => ({
      ...each,
      status: each.stage > 3 ? ("unknown" as const) : each.status,
    }));
    const shown = (some: typeof stages): string =>
      words(current, { ...failed, view: { ...failed.view, failedStage: 3, stages: some } });
    expect(shown(stages)).toContain("not reached, after the failure");
    expect(shown(stages)).not.toContain("it has records");
    const notified = stages.map((each) => (each.stage === 6 ? { ...each, at: failed.view.startedAt } : each));
    expect(shown(notified)).toContain("it has records, and none of them proves it");
  });
});

it("a source of a silent collector is shown as silent, whatever it was", () => {
  const page = (readAt: number | null): string =>
    pageText(hostsPage([{ ...hostileHost, host: "ndes01", readAt }], frame));
  expect(page(now - 61_000)).toContain("silent");
  expect(page(now - 59_000)).not.toContain("silent");
  // Logs that were read once have no collector.
  expect(page(null)).not.toContain("silent");
});

it("while nothing is kept, who has said nothing is unknown, not silent: on the pages of hosts, of a host, and of a request that waits", () => {
  const deaf: PageFrame = { ...frame, deaf: "the store takes nothing" };
  const quiet = { ...hostileHost, host: "ndes01", readAt: now - 61_000 };
  const open = madeRequest({ id: "r1", outcome: "open", stage: 3, started: now - 600_000 });
  const pages = [
    hostsPage([quiet], deaf),
    hostPage({ host: quiet, summary: emptySummary, requests: [] }, deaf),
    requestPage({ request: open, lines: [], host: quiet, causes }, deaf),
  ].map(pageText);
  for (const text of pages) expect(text).not.toContain("silent");
  expect(pages[0]).toContain("unknown");
  expect(pages[1]).toContain("what it says is not kept just now (the store takes nothing)");
  expect(pages[2]).toContain("what this host says is not kept just now");
});

it("an event is quoted with who wrote it and when, and the line ends in it as line ends: its markup stays text", () => {
  const line =
    '<Event><System><Provider Name="NDES"/><EventID>29</EventID><TimeCreated SystemTime="2026-11-22T10:00:00Z"/></System><EventData>a&#xD;&#xA;&lt;img&gt;</EventData></Event>';
  const text = pageText(requestPage({ request: hostile, lines: [line], host: null, causes }, frame));
  expect(text).toContain(
    "… Provider Name=&quot;NDES&quot; … &lt;EventID&gt;29&lt;/EventID&gt; … SystemTime=&quot;2026-11-22T10:00:00Z&quot; … &lt;EventData&gt;a ⏎ &amp;lt;img&amp;gt;&lt;/EventData&gt;",
  );
});

it("many records keep a page light: their words are shortened, and the rest is in the JSON", () => {
  const [record] = hostile.view.evidence;
  const [note] = hostile.notes;
  const many = Array.from({ length: 500 }, () => "x");
  const request = {
    ...hostile,
    view: { ...hostile.view, evidence: many.map(() => record) },
    notes: many.map(() => note),
  } as StoredRequest;
  const text = pageText(
    requestPage({ request, lines: many.map(() => "long ".repeat(20_000)), host: null, causes }, frame),
  );
  expect(text.length).toBeLessThan(73_000);
  expect(text).toContain("440 more records");
});

describe("a time on a local clock whose zone is not known", () => {
  const timed = (id: string, trust: TimeTrust): StoredRequest => {
    const made = madeRequest({ id, stage: 2, outcome: "open", changedAt: now });
    const said = { outcome: "ok", resolutionMs: 1, durationMs: -1, trust } as const;
    const notes = made.notes.map((note) => ({ ...note, said }));
    return {
      ...made,
      notes,
      view: withDoubt(made.view, timedRecords({ view: made.view, notes }, Date.parse)),
    };
  };
  const sure = timed("sure", "utc");
  const doubtful = timed("doubtful", "zone-unknown");
  const marks = (page: Html): number => pageText(page).split(">~<").length - 1;
  const host = { ...bareHost, host: "ndes01", passedAt: now, readAt: now };
  const own = (request: StoredRequest): Html => requestPage({ request, lines: [], host, causes }, frame);
  const list = (...requests: readonly StoredRequest[]): Html => html`${requestTable(requests, frame)}`;

  it("is marked in the list; another is not", () => {
    expect([marks(list(sure)), marks(list(doubtful)), marks(list(doubtful, sure))]).toEqual([0, 1, 1]);
  });

  it("is nowhere called UTC on the page of its request: the begin, the axis, a stage, a record, the last record", () => {
    expect([marks(own(sure)), marks(own(doubtful))]).toEqual([0, 6]);
    const text = pageText(own(doubtful));
    const times = [...text.matchAll(/<time datetime="2026-11-22T06:00:00\.000(Z?)"[^>]*?title="([^"]*)"/g)];
    expect(times).toHaveLength(6);
    for (const [, zone, title] of times)
      expect([zone, title]).toEqual(["", expect.not.stringContaining("UTC")]);
  });

  it("proves no silence by what was read since", () => {
    expect(pageText(own(sure))).toContain("nothing more there could be joined");
    expect(pageText(own(doubtful))).not.toContain("nothing more there could be joined");
  });

  it("is marked as the last event of a host and of its log, wherever that is shown", () => {
    const source = hostSource({ records: 1, eventAt: now - 60_000, eventTrust: "zone-unknown" });
    const view = { ...host, eventAt: now - 60_000, eventTrust: "zone-unknown", sources: [source] } as const;
    expect(marks(hostPage({ host: view, summary: emptySummary, requests: [] }, frame))).toBe(2);
    expect(marks(hostsPage([view], frame))).toBe(1);
    const { eventTrust: _, ...known } = { ...view, sources: [hostSource({ records: 1, eventAt: now })] };
    expect(marks(hostPage({ host: known, summary: emptySummary, requests: [] }, frame))).toBe(0);
  });

  it("is marked as the begin of a problem of its host", () => {
    const problem = { cause: "c", title: "t", severity: "info", count: 1, oldest: now, because: "b" };
    const page = (view: HostView): Html =>
      hostPage({ host: view, summary: emptySummary, requests: [] }, frame);
    expect(marks(page({ ...host, problems: [problem] }))).toBe(0);
    expect(marks(page({ ...host, problems: [{ ...problem, oldestTrust: "zone-unknown" }] }))).toBe(1);
  });

  it("is marked at the ends of the picture over a list", () => {
    const more = madeRequest({ id: "later", started: startOfTime + 60_000 });
    const page = (first: StoredRequest): Html => html`${scatter([first, more, more], frame)}`;
    expect([marks(page(sure)), marks(page(doubtful))]).toEqual([0, 1]);
  });
});
