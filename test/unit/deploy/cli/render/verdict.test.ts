import { describe, expect, it } from "vitest";
import { createSummary, renderVerdict } from "../../../../../deploy/cli/render/index.ts";
import type { SummaryBuilder } from "../../../../../deploy/cli/render/index.ts";
import { causeById, claimCause } from "../../../../../processors/causes/index.ts";
import type { Format } from "../../../../../collectors/contract/index.ts";
import type { KeyType, Request } from "../../../../../processors/contract/index.ts";
import { calm, evidenceOf, noon, requestOf } from "../../../processors/causes/request-of.ts";
import { dangerous, hostile, widest } from "./lines.ts";

const plain = { width: 80, colour: false };

function add(summary: SummaryBuilder, request: Request): void {
  summary.add(request, claimCause(request, calm));
}

function refused(index: number, given: Partial<Request> = {}): Request {
  const evidence = [
    evidenceOf({
      kind: "verify.failed",
      writer: "crp",
      outcome: "failed",
      facts: { reason: "signing-certificate-missing" },
    }),
  ];
  return requestOf(evidence, {
    id: `r${index}`,
    startedAt: noon + index * 60_000,
    keys: new Map<KeyType, readonly string[]>([["transactionId", [`TX${String(index).padStart(4, "0")}`]]]),
    ...given,
  });
}

function succeeded(index: number): Request {
  return requestOf([], {
    id: `s${index}`,
    outcome: "succeeded",
    failedStage: null,
    startedAt: noon - index * 1000,
  });
}

function sourceOf(format: Format, last: number, host: string = "ndes01.contoso.test") {
  return {
    file: { path: "a.log" },
    host,
    format,
    records: 1234,
    rejected: 0,
    bytes: 271_828,
    first: last,
    last,
  };
}

const warning = causeById("report.stuck-in-processing");
const denied = (): Request =>
  requestOf([evidenceOf({ kind: "issue.denied", writer: "ca", outcome: "failed" })], { failedStage: 4 });

function busy(): SummaryBuilder {
  const summary = createSummary(5);
  for (let index = 0; index < 30; index += 1) add(summary, succeeded(index));
  for (let index = 0; index < 9; index += 1) add(summary, refused(index));
  add(summary, denied());
  add(summary, requestOf([], { outcome: "open", failedStage: null, host: "ndes02.contoso.test" }));
  summary.addSource(sourceOf("iis-w3c", noon));
  for (const path of ["a.log", "b.log"]) summary.addRejected("record.torn", path);
  summary.addUnbound({ records: 42, byKind: new Map([["run.note", 42]]) });
  if (warning !== undefined)
    summary.addProblems([
      {
        host: "ndes01.contoso.test",
        cause: warning,
        count: 3,
        oldest: noon,
        because: "3 status files in Processing",
      },
    ]);
  return summary;
}

it("the verdict tells the number of a problem once, where its reason begins with it", () => {
  const summary = createSummary();
  if (warning !== undefined)
    summary.addProblems([
      {
        host: "ndes01.contoso.test",
        cause: warning,
        count: 1200,
        oldest: noon,
        because: "1,200 status files in Processing for more than 15 minutes",
      },
    ]);
  const text = renderVerdict(summary.summary(), plain);
  expect(text).toContain("1,200 status files in Processing");
  expect(text).not.toContain("1,200 times");
});

it("the verdict says of a cause since when it is, and of how many devices", () => {
  const summary = createSummary();
  const keysOf = (device: string) => new Map<KeyType, readonly string[]>([["deviceId", [device]]]);
  for (const device of ["a", "b", "a"]) add(summary, refused(1, { keys: keysOf(device) }));
  add(summary, refused(3, { keys: new Map([["clientIp", ["10.0.0.1"]]]) }));
  expect(renderVerdict(summary.summary(), plain).replaceAll(/\s+/g, " ")).toContain(
    "2026-11-22 10:15:07 – 10:17:07 UTC · 2 devices, 1 request names none (1 address)",
  );
});

describe("the verdict", () => {
  it("comes first: how many, how many failed, since when, where", () => {
    const lines = renderVerdict(busy().summary(), plain).split("\n");
    expect(lines[0]).toBe("✗ 10 of 41 certificate requests failed, 1 still open");
    expect(lines[1]).toContain("since 2026-11-22 10:14:07 UTC, all on ndes01.contoso.test");
  });

  it("counts the hosts whose logs were read, as the JSON does, and says of how many there are requests", () => {
    const summary = busy();
    for (const host of ["ndes01.contoso.test", "ca01.contoso.test", ""]) summary.addHost(host);
    expect(renderVerdict(summary.summary(), plain)).toContain(" · 3 hosts, 2 of them with requests ·");
    expect(renderVerdict(busy().summary(), plain)).toContain(" · 2 hosts ·");
    const quiet = createSummary();
    quiet.addHost("ca01.contoso.test");
    expect(renderVerdict(quiet.summary(), plain)).toContain(" · 1 host");
  });

  it("says how many logs were not read in full as whoever reads them counts, and counts none itself", () => {
    const well = (lost: number): string => {
      const summary = createSummary(20, { lost: () => lost, isNarrowed: false });
      add(summary, succeeded(1));
      summary.addRejected("archive.damaged", "a.zip");
      return renderVerdict(summary.summary(), plain);
    };
    expect(well(3)).toMatch(/^◐ The one certificate request succeeded, but 3 files or archives could not/);
    expect(well(0)).toMatch(/^✓ The one certificate request succeeded/);
  });

  it("ranks causes by harm and says what to do", () => {
    const text = renderVerdict(busy().summary(), plain);
    expect(text.indexOf("verify.signing-certificate-missing")).toBeLessThan(text.indexOf("issue.denied"));
    expect(text).toContain("critical · 9 requests");
    expect(text).toContain("1. Look for the value");
    expect(text).toContain("--key TX0000");
  });

  it("lists the newest failures, says how many there are, and how to see them", () => {
    const text = renderVerdict(busy().summary(), plain);
    expect(text).toContain("FAILED REQUESTS, NEWEST FIRST");
    expect(text.match(/^ ✗ 10:/gm)).toHaveLength(5);
    expect(text).toMatch(/10:22:07 ndes01 +android TX0008 +●●✗···/);
    expect(text).toContain("and 5 more requests: --limit 10 or --json");
  });

  it("says what could not be read, and how sure the rest is", () => {
    const text = renderVerdict(busy().summary(), plain);
    expect(text).toMatch(/2 {2}not read, record\.torn/);
    expect(text).toMatch(/42 {2}records belong to no request/);
    expect(text).not.toContain("of these");
  });

  it("tells records of no request from steps of a request that is not known", () => {
    const said = (...byKind: readonly (readonly [string, number])[]): string => {
      const summary = createSummary();
      add(summary, refused(1));
      summary.addUnbound({
        records: byKind.reduce((sum, [, count]) => sum + count, 0),
        byKind: new Map(byKind),
      });
      return renderVerdict(summary.summary(), plain).replaceAll(/\s+/g, " ");
    };
    const notes = ["run.note", 1200] as const;
    const stopped = ["host.connector-stopped", 1] as const;
    const steps = ["contact.pki-operation", 2] as const;
    expect(said(notes, stopped)).toContain("1,201 records belong to no request: notes of services,");
    expect(said(notes, stopped)).not.toContain("of these");
    expect(said(notes, steps)).toContain(
      "1,202 records belong to no request: 1,200 of them notes of services,",
    );
    expect(said(notes, steps)).toContain("2 of these are steps of requests, and it is not known of which");
    expect(said(steps)).toMatch(/ 2 records belong to no request 2 of these are steps/);
  });

  it("says which requests may be the device's side of others", () => {
    const summary = createSummary();
    const device = evidenceOf({ kind: "deliver.reply", writer: "android-device", outcome: "failed" });
    add(summary, requestOf([device], { id: "d1", host: "phone7", failedStage: 5 }));
    expect(renderVerdict(summary.summary(), plain)).not.toContain("device's own log");
    add(summary, refused(1));
    expect(renderVerdict(summary.summary(), plain).replaceAll(/\s+/g, " ")).toContain(
      "1 request is known from a device's own log only",
    );
  });

  it("tells of a refusal that was joined to no request, and does not say that no log states the end", () => {
    const summary = createSummary();
    add(summary, requestOf([], { outcome: "unknown", failedStage: null }));
    summary.addUnbound({
      records: 9,
      byKind: new Map([
        ["issue.received", 4],
        ["issue.denied", 4],
        ["verify.refused", 1],
      ]),
    });
    const text = renderVerdict(summary.summary(), plain).replaceAll(/\s+/g, " ");
    expect(text).toContain("5 records of no request say that a certificate was refused");
    expect(text).not.toContain("no log at hand states it");
  });

  it("names problems of hosts with the first thing to do", () => {
    const text = renderVerdict(busy().summary(), plain);
    expect(text).toContain("Reports are stuck in CertificateRequestStatus\\Processing");
    expect(text).toContain("→ Check the service");
  });

  it("says when all is well, when nothing is there, and when nothing is known", () => {
    const well = createSummary();
    add(well, succeeded(1));
    add(well, succeeded(2));
    expect(renderVerdict(well.summary(), plain)).toMatch(/^✓ All 2 certificate requests succeeded\n/);
    well.addOther();
    expect(renderVerdict(well.summary(), plain)).toMatch(
      /^✓ All 2 certificate requests that were asked for\s+succeeded\n/,
    );
    expect(renderVerdict(createSummary().summary(), plain)).toMatch(/^\? No certificate request was found/);
    const open = createSummary();
    add(open, requestOf([], { outcome: "unknown", failedStage: null }));
    expect(renderVerdict(open.summary(), plain)).toMatch(
      /^◐ No certificate request is known to have failed:\s+0 of 1\s+succeeded,\s+1 without a\s+known end/,
    );
  });

  it("says of status files younger than the log of their host that they are copies, and of no others", () => {
    const summary = createSummary();
    add(summary, succeeded(1));
    const hour = 3_600_000;
    summary.addSource(sourceOf("svclog", noon));
    summary.addSource(sourceOf("status-file", noon + 60_000));
    summary.addSource(sourceOf("status-file", noon + hour, "ndes02.contoso.test"));
    expect(renderVerdict(summary.summary(), plain)).not.toContain("younger");
    summary.addSource(sourceOf("status-file", noon + hour));
    expect(renderVerdict(summary.summary(), plain)).toMatch(/ 1 {2}status file is younger/);
  });

  it("owns up to failures without a cause", () => {
    const summary = createSummary();
    add(summary, requestOf([]));
    expect(renderVerdict(summary.summary(), plain)).toContain("1 failed request without a cause");
  });

  it("does not depend on the order of requests", () => {
    const requests = [
      ...Array.from({ length: 40 }, (_each, index) => refused(index)),
      denied(),
      succeeded(1),
    ];
    const [forward, backward] = [createSummary(5), createSummary(5)];
    for (const request of requests) add(forward, request);
    for (const request of requests.toReversed()) add(backward, request);
    expect(renderVerdict(backward.summary(), plain)).toBe(renderVerdict(forward.summary(), plain));
  });

  it("shows the requests that were asked for", () => {
    const summary = createSummary();
    summary.add(succeeded(1), null, true);
    expect(renderVerdict(summary.summary(), plain)).toMatch(
      /REQUESTS, NEWEST FIRST, 2026-11-22[^]* ✓ 10:14:06/,
    );
  });
});

it("counts status files whose time is not known, and says nothing of others", () => {
  const summary = createSummary();
  add(summary, succeeded(1));
  summary.addSource(sourceOf("status-file", noon));
  summary.addSource({ ...sourceOf("status-file", noon), first: null, last: null, records: 0 });
  summary.addSource({ ...sourceOf("svclog", noon), first: null, last: null });
  expect(renderVerdict(summary.summary(), plain)).not.toContain("status file");
  for (let count = 0; count < 2; count += 1)
    summary.addSource({ ...sourceOf("status-file", noon), first: null, last: null });
  expect(renderVerdict(summary.summary(), plain)).toMatch(/ 2 {2}status files have no time that is known/);
});

describe("the frame", () => {
  it.each([40, 60, 80, 100, 120, 200])("of %d columns is kept, with and without colour", (width) => {
    for (const colour of [false, true]) {
      expect(widest(renderVerdict(busy().summary(), { width, colour }))).toBeLessThanOrEqual(width);
    }
  });

  it.each([40, 60, 80])("of %d columns cuts no cause, and keeps the ends of the time apart", (width) => {
    const summary = busy().summary();
    const text = renderVerdict(summary, { width, colour: false });
    const words = text.replaceAll(/\s+/g, " ");
    for (const { cause } of summary.causes.slice(0, 3))
      for (const word of cause.title.split(" ")) expect(words).toContain(word);
    expect(text).not.toMatch(/^ ?\d+ [✗!i] .*…/m);
    expect(text).not.toMatch(/\d\d:\d\d\d\d/);
  });

  it("is the same text with and without colour", () => {
    const coloured = renderVerdict(busy().summary(), { width: 80, colour: true });
    expect(coloured.replaceAll(/\u001b\[\d+m/g, "")).toBe(renderVerdict(busy().summary(), plain));
    expect(coloured).not.toBe(renderVerdict(busy().summary(), plain));
  });

  it("is kept by text that means harm", () => {
    const summary = createSummary();
    add(
      summary,
      refused(1, {
        host: hostile,
        keys: new Map<KeyType, readonly string[]>([["transactionId", [hostile]]]),
      }),
    );
    if (warning !== undefined)
      summary.addProblems([{ host: hostile, cause: warning, count: 1, oldest: null, because: hostile }]);
    for (const width of [40, 80, 120]) {
      const text = renderVerdict(summary.summary(), { width, colour: false });
      expect(text).not.toMatch(dangerous);
      expect(widest(text)).toBeLessThanOrEqual(width);
    }
  });
});

it("keeps files that are to be unpacked apart from those that are no logs, and says so", () => {
  const summary = createSummary();
  add(summary, succeeded(1));
  for (const path of ["a.md", "b.md", "c.md", "d.md"]) summary.addRejected("file.unknown-format", path);
  summary.addRejected("file.unknown-format", "u_ex261122.log.gz", "packed with gzip: unpack it first");
  expect(renderVerdict(summary.summary(), plain).replaceAll(/\s+/g, " ")).toMatch(
    / 4 not read, .* known log \(a.md, b.md, c.md, …\) 1 not read, file.unknown-format: packed with gzip: unpack it first \(u_ex261122.log.gz\)/,
  );
});

it("says of which requests the causes are, in the words of the page: those of a late report count among those that succeeded, too", () => {
  const text = renderVerdict(busy().summary(), plain);
  expect(text).toMatch(/^WHY, AND WHAT TO DO ─+\n {5}of requests that failed, wait or were late\n 1 ✗ /m);
  const unexplained = createSummary();
  unexplained.add(refused(1), null);
  expect(renderVerdict(unexplained.summary(), plain)).toMatch(/^WHY, AND WHAT TO DO ─+\n\n \? 1 failed/m);
});

it("accounts for records that tell nothing of a request", () => {
  const summary = busy();
  expect(renderVerdict(summary.summary(), plain)).not.toContain("tell nothing");
  summary.addUntold(691);
  expect(renderVerdict(summary.summary(), plain)).toMatch(/691 {2}records tell nothing of a certificate/);
});

it("accounts for them also where all records are such", () => {
  const summary = createSummary();
  summary.addUntold(691);
  expect(renderVerdict(summary.summary(), plain)).toMatch(/691 {2}records tell nothing of a certificate/);
});

it("says which requests are of logs that tell no server, where others tell one", () => {
  const summary = createSummary();
  add(summary, { ...refused(1), host: "" });
  const said = (): string => renderVerdict(summary.summary(), plain).replaceAll(/\s+/g, " ");
  expect(said()).not.toContain("do not tell their server");
  add(summary, refused(2));
  expect(said()).toContain("1 request is of logs that do not tell their server, beside logs that name one");
});

it("of records of no request the verdict says that they are of all logs, where less was asked for", () => {
  const said = (isNarrowed: boolean): string => {
    const summary = createSummary(5, { lost: () => 0, isNarrowed });
    add(summary, refused(1));
    summary.addUnbound({ records: 1, byKind: new Map([["run.note", 1]]) });
    summary.addUntold(7);
    return renderVerdict(summary.summary(), plain).replaceAll(/\s+/g, " ");
  };
  expect(said(false)).not.toContain("whatever was asked for");
  expect(said(true)).toContain("1 record of all these logs, whatever was asked for, belongs to no request");
  expect(said(true)).toContain("7 records of all these logs, whatever was asked for, tell nothing");
});
