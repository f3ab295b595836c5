import { describe, expect, it } from "vitest";
import { openReader } from "../../../../../processors/records/index.ts";
import { flawOf, readInPieces, startOf } from "../../../../support/read-records.ts";

function read(text: string, modifiedAt: number | null = null) {
  const start = startOf("console");
  const found = readInPieces(
    openReader({ ...start, file: { ...start.file, modifiedAt } }),
    Buffer.from(text, "utf8"),
  );
  expect(flawOf(found, Buffer.byteLength(text))).toBeNull();
  return found;
}

const timeOfDay = (hour: number, minute: number, second: number, ms: number): number =>
  ((hour * 60 + minute) * 60 + second) * 1000 + ms;

describe("a console line", () => {
  it.each([
    [
      "columns of blanks",
      "debug    18:30:55.487908 -0500    profiled    Sending CSR via GET.\n",
      timeOfDay(23, 30, 55, 487.908),
      "time-of-day",
      ["debug", "profiled"],
    ],
    [
      "single blanks",
      "Debug 18:30:55.487908 -0500 profiled Sending CSR via GET.\n",
      timeOfDay(23, 30, 55, 487.908),
      "time-of-day",
      ["Debug", "profiled"],
    ],
    [
      "tabs, past midnight in UTC",
      "default\t23:58:54.801197-0400\tCertificate Agent\tSending CSR via GET.\n",
      timeOfDay(3, 58, 54, 801.197),
      "time-of-day",
      ["default", "Certificate Agent"],
    ],
    [
      "tabs with a date",
      "default\t2026-11-22 23:58:54.801197-0400\tmdmclient\tSending CSR via GET.\n",
      Date.UTC(2026, 10, 23, 3, 58, 54) + 801.197,
      "utc",
      ["default", "mdmclient"],
    ],
    [
      "log show, default style",
      "2026-11-22 10:00:00.500000+0100 0x1a2b     Error       0x0                  77     0    profiled: Sending CSR via GET.\n",
      Date.UTC(2026, 10, 22, 9) + 500,
      "utc",
      ["Error", "profiled"],
    ],
    [
      "log show, syslog style",
      "2026-11-22 10:00:00.500000+0100  localhost profiled[77]: Sending CSR via GET.\n",
      Date.UTC(2026, 10, 22, 9) + 500,
      "utc",
      ["", "profiled"],
    ],
    [
      "log show, compact style",
      "2026-11-22 10:00:00.500 Df profiled[77:1a2b] Sending CSR via GET.\n",
      Date.UTC(2026, 10, 22, 10) + 500,
      "local",
      ["Df", "profiled"],
    ],
    [
      "a captured line",
      "Nov 22 10:00:00 iPad profiled[77] <Notice>: (Error) MC: Sending CSR via GET.\n",
      null,
      "none",
      ["Error", "profiled"],
    ],
  ])("is read: %s", (_, text, at, clock, [level, process]) => {
    const [record] = read(text).records;
    expect(record).toMatchObject({
      format: "console",
      offset: 0,
      length: text.length,
      clock,
      level,
      process,
    });
    expect(record?.format === "console" && record.text).toMatch(/^(?:MC: )?Sending CSR via GET\.$/);
    if (at === null) expect(record?.at).toBeNull();
    else expect(record?.at).toBeCloseTo(at, 2);
  });

  it.each([
    ["the file's last change tells it", "Nov 22 10:00:00", Date.UTC(2026, 11, 1), Date.UTC(2026, 10, 22, 10)],
    [
      "a stamp that would lie in the future is of the year before",
      "Dec  3 10:00:00",
      Date.UTC(2026, 11, 1),
      Date.UTC(2025, 11, 3, 10),
    ],
    [
      "a zone ahead of UTC has a day of grace",
      "Dec  1 23:00:00",
      Date.UTC(2026, 11, 1, 12),
      Date.UTC(2026, 11, 1, 23),
    ],
    [
      "29 February is of the last leap year",
      "Feb 29 10:00:00",
      Date.UTC(2026, 11, 1),
      Date.UTC(2024, 1, 29, 10),
    ],
  ])("without a year: %s", (_, stamp, modifiedAt, at) => {
    expect(read(`${stamp} iPad profiled[77] <Notice>: (Note ) MC: x\n`, modifiedAt).records).toMatchObject([
      { at, clock: "local", level: "Note" },
    ]);
  });
});

describe("an entry of a console", () => {
  it("goes on with lines in no form", () => {
    const found = read(
      "Nov 22 10:00:00 iPad profiled[77] <Notice>: (Error) MC: Cannot retrieve SCEP identity: NSError:\n    Desc   : Bad reply.\n    Domain : MCSCEPErrorDomain\n    Code   : 22003\nNov 22 10:00:01 iPad profiled[77] <Notice>: (Note ) MC: next\n",
    );
    expect(found.records).toMatchObject([
      { text: expect.stringContaining("Domain : MCSCEPErrorDomain\n    Code   : 22003") },
      { text: "MC: next" },
    ]);
  });

  it("loses what copying left in it", () => {
    const found = read(
      "{\\rtf1\\ansi\n\\f0\\fs24 \\cf0 Default 18:30:57.320616 -0500 profiled Profile \\'93www.x.SCEP\\'94 installed.\\ \nLine 12: Default 18:30:58.000000 -0500 profiled next\\\n",
    );
    expect(found.records).toMatchObject([
      { text: "Profile “www.x.SCEP” installed.", level: "Default" },
      { text: "next" },
    ]);
    expect(found.regions).toMatchObject([{ offset: 0, name: "document-frame" }]);
  });

  it.each([
    ["text of another kind", "hello\nworld\n", "record.malformed"],
    ["a time that does not exist", "debug 25:30:55.487908 -0500 profiled x\n", "record.bad-time"],
    [
      "a date that does not exist",
      "2026-02-30 10:00:00.500000+0100  localhost profiled[77]: x\n",
      "record.bad-time",
    ],
  ])("is rejected: %s", (_, text, reason) =>
    expect(read(text).rejected).toMatchObject([{ offset: 0, reason }]),
  );
});
