import { describe, expect, it } from "vitest";
import { renderWaterfall } from "../../../../../deploy/cli/render/index.ts";
import { claimCause } from "../../../../../processors/causes/index.ts";
import type { KeyType, Request } from "../../../../../processors/contract/index.ts";
import { calm, evidenceOf, noon, observationOf, requestOf } from "../../../processors/causes/request-of.ts";
import { dangerous, hostile, widest } from "./lines.ts";

const request: Request = requestOf(
  [
    {
      ...evidenceOf({
        kind: "contact.pki-operation",
        at: noon + 1000,
        resolutionMs: 1000,
        facts: { status: 200 },
      }),
      grade: "probable",
      why: "the likeliest of three calls",
    },
    evidenceOf({
      kind: "verify.failed",
      writer: "crp",
      outcome: "failed",
      at: noon + 300.25,
      fileId: "f2",
      offset: 129_883,
      facts: { reason: "signing-certificate-missing" },
    }),
    evidenceOf({
      kind: "deliver.reply",
      writer: "android-device",
      at: noon + 900,
      trust: "zone-inferred",
      outcome: "failed",
      facts: { pkiStatus: "2" },
    }),
  ],
  {
    keys: new Map<KeyType, readonly string[]>([
      ["transactionId", ["251E592A777C82996C7CF96F3AAADCF996FC31FF"]],
      ["clientIp", ["10.0.0.7"]],
    ]),
    stages: [
      { stage: 1, status: "implied", at: null, durationMs: null, grade: null },
      { stage: 2, status: "done", at: noon, durationMs: 1000, grade: "probable" },
      { stage: 3, status: "failed", at: noon + 250, durationMs: 500, grade: "exact" },
      { stage: 4, status: "unknown", at: null, durationMs: null, grade: null },
      { stage: 5, status: "done", at: noon + 1000, durationMs: null, grade: "probable" },
      { stage: 6, status: "pending", at: noon + 600_000, durationMs: 250, grade: "exact" },
    ],
    candidates: [
      { observation: observationOf({ kind: "verify.call", offset: 700 }), why: "two requests fit" },
    ],
  },
);

function show(width: number, colour: boolean = false, line: string = "the record itself"): string {
  return renderWaterfall(request, claimCause(request, calm), {
    frame: { width, colour },
    lineOf: () => line,
    pathOf: (fileId) => `ndes01/logs/${fileId}.log`,
  });
}

const barsOf = (text: string): readonly string[] =>
  text.split("\n").flatMap((line) => /^ [1-6] .*▏(.*)▕/.exec(line)?.[1] ?? []);

describe("one request", () => {
  it("says what became of it, whose it is and its names", () => {
    const text = show(100);
    expect(text).toMatch(/^✗ Request failed in stage 3 of 6, verify\n/);
    expect(text).toContain("ndes01.contoso.test · android · legacy connector · 2026-11-22 10:14:07 UTC");
    expect(text).toMatch(/transaction +251E592A777C82996C7CF96F3AAADCF996FC31FF/);
  });

  it("has its names whole, however narrow the terminal", () => {
    const long = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkw";
    const text = renderWaterfall({ ...request, keys: new Map([["transactionId", [long]]]) }, null, {
      frame: { width: 60, colour: true },
      lineOf: () => "a line",
      pathOf: () => "a.log",
    });
    expect(text.replaceAll(/\n +/g, "")).toContain(long);
  });

  it("says which logs state an end that is not known, and nothing of them where it is", () => {
    const endless = renderWaterfall({ ...request, outcome: "unknown" }, null, {
      frame: { width: 100, colour: false },
      lineOf: () => "a line",
      pathOf: () => "a.log",
    });
    expect(endless).toContain("states its end. These logs do: NDESPlugin.log");
    expect(show(100)).not.toContain("states its end");
  });

  it("has a line for each stage with sign, grade and duration", () => {
    const rows = show(100)
      .split("\n")
      .filter((line) => /^ [1-6] [●○✗◐·] /.test(line));
    expect(rows.map((line) => line.slice(0, 23).trim())).toEqual([
      "1 ○ profile  implied",
      "2 ● contact  probable",
      "3 ✗ verify   exact",
      "4 · issue    not known",
      "5 ● deliver  probable",
      "6 ◐ report   exact",
    ]);
    expect(rows[2]).toMatch(/500 ms$/);
  });

  it("marks how long a stage took where only a probable record tells it, and says so", () => {
    expect(show(100)).not.toContain("? behind");
    const stages = request.stages.map((view) =>
      view.stage === 3 ? { ...view, timeGrade: "probable" as const } : view,
    );
    const frame = { width: 100, colour: false };
    const text = renderWaterfall({ ...request, stages }, null, { frame, lineOf: () => "", pathOf: String });
    const rows = text.split("\n").filter((line) => /^ [1-6] [●○✗◐·] /.test(line));
    expect(rows.filter((line) => line.endsWith("?"))).toEqual([rows[2]]);
    expect(rows[2]).toMatch(/exact .* 500 ms\?$/);
    expect(text).toContain(" ? behind a time: told by a record that is only probable\n");
  });

  it("draws bars in proportion to time", () => {
    const bars = barsOf(show(100));
    const contact = bars[1] ?? "";
    const verify = bars[2] ?? "";
    const length = (bar: string): number => (bar.match(/[█▓]/g) ?? []).length;
    expect(length(verify) / length(contact)).toBeCloseTo(0.5, 1);
    expect(verify.indexOf("▓") / length(contact)).toBeCloseTo(0.25, 1);
    expect(bars[0]?.replaceAll(/[ ⋯]/g, "")).toBe("");
    expect(bars[4]).toContain("◆");
  });

  it("shortens a long silence, and says so", () => {
    const bars = barsOf(show(100));
    expect(bars.every((bar) => bar.includes("⋯"))).toBe(true);
    expect((bars[5] ?? "").indexOf("█")).toBeLessThan((bars[5] ?? "").length - 1);
    expect(show(100)).toContain("silence, shortened");
  });

  it("says what a stage without a record is, where there is one", () => {
    const words = "○ implied: no record tells of it";
    expect(show(100).includes(words)).toBe(show(100).includes("○ profile"));
    expect(show(100)).toContain(words);
  });

  it("quotes each record with file and position, and why it belongs", () => {
    const text = show(120);
    expect(text).toContain("ndes01/logs/f2.log:129883");
    expect(text).toContain("│ the record itself");
    expect(text).toContain("probable: the likeliest of three calls");
  });

  it("shows coarse and local clocks as what they are", () => {
    const text = show(120);
    expect(text).toMatch(/10:14:08 {6}2 contact/);
    expect(text).toMatch(/10:14:07\.900~ 5 deliver/);
    expect(text).toContain("~ behind a time: of a local clock; its zone was inferred from other logs.");
    expect(text).not.toContain("its zone is not known");
  });

  it("lists candidates apart from evidence", () => {
    expect(show(100)).toMatch(
      /CANDIDATES, 1 RECORD THAT FIT OTHERS AS WELL[^]*f1\.log:700[^]*two requests fit/,
    );
  });

  it("gives the cause, its steps and what else it could be", () => {
    expect(show(100)).toMatch(
      /CAUSE[^]*verify\.signing-certificate-missing · critical[^]*1\. Look for the value[^]*It could also be[^]*host\.connector-certificate/,
    );
  });

  it("shows the beginning and the end of a long record", () => {
    const text = show(80, false, `first ${"word ".repeat(5000)}last`);
    expect(text.match(/│/g)).toHaveLength(20);
    expect(text).toMatch(/│ first word[^]*┊ \d+ lines left out\n +│ .*last\n/);
  });

  it("says what a writer says inside of a long envelope", () => {
    const refusal = evidenceOf({
      kind: "verify.refused",
      writer: "ndes",
      outcome: "failed",
      facts: { text: "The password cannot be verified." },
    });
    const text = renderWaterfall(requestOf([refusal]), null, {
      frame: { width: 80, colour: false },
      lineOf: () => "<Event> ".repeat(200),
      pathOf: () => "a.xml",
    });
    expect(text).toContain("says: The password cannot be verified.");
  });

  it("does without times, without a cause and without evidence", () => {
    const bare = requestOf([], {
      startedAt: null,
      endedAt: null,
      stages: request.stages.map((view) => ({ ...view, at: null, durationMs: null })),
    });
    const text = renderWaterfall(bare, null, {
      frame: { width: 80, colour: false },
      lineOf: () => "",
      pathOf: () => "",
    });
    expect(text).toContain("time not known");
    expect(text).not.toMatch(/CAUSE|EVIDENCE|CANDIDATES|NaN|undefined|null/);
  });

  it.each([40, 60, 80, 100, 120, 200])(
    "keeps to %d columns, with and without colour, whatever the log says",
    (width) => {
      for (const colour of [false, true]) {
        expect(widest(show(width, colour))).toBeLessThanOrEqual(width);
        expect(widest(show(width, colour, hostile))).toBeLessThanOrEqual(width);
      }
      expect(show(width, false, hostile)).not.toMatch(dangerous);
    },
  );
});
