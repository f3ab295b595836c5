import { describe, expect, it } from "vitest";
import { openReader } from "../../../../../processors/records/index.ts";
import { flawOf, readInPieces, startOf } from "../../../../support/read-records.ts";

function read(text: string) {
  const found = readInPieces(openReader(startOf("cmtrace")), Buffer.from(text, "utf8"));
  expect(flawOf(found, Buffer.byteLength(text))).toBeNull();
  return found;
}

const ccm = (text: string, stamp = 'time="10:00:00.123+060" date="11-22-2026"'): string =>
  `<![LOG[${text}]LOG]!><${stamp} component="NDESPlugin" context="" type="2" thread="4660" file="ndesplugin.cpp:77">\r\n`;

describe("a CMTrace entry", () => {
  it("becomes a record with its thread, severity and source", () => {
    const entry = ccm("Calling VerifyRequest ...");
    expect(read(entry).records).toEqual([
      {
        format: "cmtrace",
        offset: 0,
        length: entry.length,
        at: Date.UTC(2026, 10, 22, 11, 0, 0, 123),
        clock: "utc",
        form: "ccm",
        text: "Calling VerifyRequest ...",
        component: "NDESPlugin",
        severity: 2,
        thread: "4660",
        source: "ndesplugin.cpp:77",
      },
    ]);
  });

  it.each([
    [
      "UTC is local plus bias: India",
      'time="10:00:00.123-330" date="11-22-2026"',
      Date.UTC(2026, 10, 22, 4, 30, 0, 123),
      "utc",
    ],
    [
      "a bias of one digit",
      'time="10:00:00.123+0" date="11-22-2026"',
      Date.UTC(2026, 10, 22, 10, 0, 0, 123),
      "utc",
    ],
    [
      "a bias of four digits",
      'time="10:00:00.123+0420" date="11-22-2026"',
      Date.UTC(2026, 10, 22, 17, 0, 0, 123),
      "utc",
    ],
    ["no bias", 'time="10:00:00.123" date="11-22-2026"', Date.UTC(2026, 10, 22, 10, 0, 0, 123), "local"],
    [
      "seven decimals",
      'time="10:00:00.1230000" date="11-22-2026"',
      Date.UTC(2026, 10, 22, 10, 0, 0, 123),
      "local",
    ],
    [
      "a date without zeros",
      'time="9:00:00.123+000" date="1-2-2026"',
      Date.UTC(2026, 0, 2, 9, 0, 0, 123),
      "utc",
    ],
    [
      "the date first",
      'date="11-22-2026" time="10:00:00.123+000"',
      Date.UTC(2026, 10, 22, 10, 0, 0, 123),
      "utc",
    ],
  ])("tells its moment: %s", (_, stamp, at, clock) => {
    expect(read(ccm("x", stamp)).records).toMatchObject([{ at, clock }]);
  });

  it.each([
    'time="10:00:00.123+000" date="13-01-2026"',
    'time="25:00:00.123+000" date="11-22-2026"',
    'time="10:00:00.123+9999" date="11-22-2026"',
    'context=""',
  ])("is rejected for a moment that does not exist: %s", (stamp) =>
    expect(read(ccm("x", stamp)).rejected).toMatchObject([{ reason: "record.bad-time" }]),
  );

  it("may hold a page of markup over many lines", () => {
    const page =
      "Verify challenge returns <!DOCTYPE html>\r\n<html><head>\r\n<title>403 - Forbidden: [Access]</title>\r\n</html>\r\n";
    const found = read(ccm("before") + ccm(page) + ccm("after"));
    expect(found.records.map((record) => record.format === "cmtrace" && record.text)).toEqual([
      "before",
      page,
      "after",
    ]);
  });

  it("that contains the beginning of another is torn, and the other is read", () => {
    const found = read(`<![LOG[Calling Verif${ccm("whole")}`);
    expect(found.rejected).toEqual([{ offset: 0, length: 20, reason: "record.torn" }]);
    expect(found.records).toMatchObject([{ offset: 20, text: "whole" }]);
  });

  it.each([
    ["without its end", "<![LOG[Calling Verif", "record.torn"],
    ["without its beginning", ccm("x").slice(5), "record.torn"],
    ["cut in its attributes", ccm("x").slice(0, 40), "record.torn"],
    ["without attributes", "<![LOG[x]LOG]!> what\n", "record.malformed"],
  ])("%s is rejected", (_, text, reason) => expect(read(text).rejected).toMatchObject([{ reason }]));
});

describe("the server form", () => {
  it("becomes a record", () => {
    const line =
      "Exiting VerifyRequest with 0x0  $$<NDESPlugin><11-22-2026 10:00:00.123+060><thread=4660 (0x1234)>\r\n";
    expect(read(line).records).toMatchObject([
      {
        form: "server",
        length: line.length,
        at: Date.UTC(2026, 10, 22, 11, 0, 0, 123),
        text: "Exiting VerifyRequest with 0x0",
        component: "NDESPlugin",
        thread: "4660",
        severity: 0,
      },
    ]);
  });

  it("cut in its stamp is torn", () => {
    expect(read("Exiting  $$<NDESPlugin><11-22-20\nnext\n")).toMatchObject({
      rejected: [{ reason: "record.torn" }],
      records: [{ form: "bare", text: "next" }],
    });
  });
});

describe("bare lines", () => {
  it("are records without a moment, between the other forms", () => {
    const found = read(
      `${ccm("one")}two\r\n\r\nthree  $$<N><11-22-2026 10:00:00.123+060><thread=1 (0x1)>\nfour\n`,
    );
    expect(
      found.records.map((record) => record.format === "cmtrace" && [record.form, record.text, record.clock]),
    ).toEqual([
      ["ccm", "one", "utc"],
      ["bare", "two", "none"],
      ["server", "three", "utc"],
      ["bare", "four", "none"],
    ]);
    expect(found.regions).toMatchObject([{ name: "blank", length: 2 }]);
  });

  it.each([
    ["its closing tag", "\n</html>\n", "bare"],
    [
      "the stamp of the server form",
      "\n</html>  $$<N><11-22-2026 10:00:00.123+060><thread=1 (0x1)>\n",
      "server",
    ],
  ])("hold a page together up to %s", (_, end, form) => {
    const page = `Verify challenge returns <!DOCTYPE html>\n<title>403 - Forbidden: Access is denied.</title>${end}`;
    const found = read(`${page}Exiting VerifyRequest with 0x80004005\n`);
    expect(found.records).toMatchObject([
      {
        form,
        text: expect.stringMatching(/^Verify challenge returns <!DOCTYPE html>\n<title>403[^]*<\/html>$/),
      },
      { form: "bare", text: "Exiting VerifyRequest with 0x80004005" },
    ]);
  });

  it("of a page that never ends are a record each", () => {
    const found = read(`<html>\n${"<p>\n".repeat(20_000)}`);
    expect(found.records).toHaveLength(20_001);
  });
});
