import { describe, expect, it } from "vitest";
import { openReader } from "../../../../../processors/records/index.ts";
import { regularEvent } from "../../../../../processors/records/svclog/regular-event.ts";
import { tolerantEvent } from "../../../../../processors/records/svclog/tolerant-event.ts";
import { flawOf, readInPieces, startOf } from "../../../../support/read-records.ts";

function read(text: string) {
  const found = readInPieces(openReader(startOf("svclog")), Buffer.from(text, "utf8"));
  expect(flawOf(found, Buffer.byteLength(text))).toBeNull();
  return found;
}

interface Parts {
  readonly time?: string;
  readonly correlation?: string;
  readonly computer?: string;
  readonly process?: string;
}

function event(content: string, parts: Parts = {}): string {
  const {
    time = "2026-11-22T10:00:00.1234567Z",
    correlation = 'ActivityID="{00000000-0000-0000-0000-000000000000}"',
    computer = "NDES01",
    process = "w3wp",
  } = parts;
  return [
    '<E2ETraceEvent xmlns="http://schemas.microsoft.com/2004/06/E2ETraceEvent"><System xmlns="http://schemas.microsoft.com/2004/06/windows/eventlog/system">',
    '<EventID>7</EventID><Type>3</Type><SubType Name="Error">0</SubType><Level>2</Level>',
    `<TimeCreated SystemTime="${time}" /><Source Name="CertificateRegistrationPoint" /><Correlation ${correlation} />`,
    `<Execution ProcessName="${process}" ProcessID="4321" ThreadID="9" /><Channel/><Computer>${computer}</Computer></System>`,
    `<ApplicationData>${content}</ApplicationData></E2ETraceEvent>`,
  ].join("");
}

describe("an event of a service trace", () => {
  it("becomes a record", () => {
    const text = event("VerifyRequest Started.");
    expect(read(text).records).toEqual([
      {
        format: "svclog",
        offset: 0,
        length: text.length,
        at: Date.UTC(2026, 10, 22, 10, 0, 0) + 123.4567,
        clock: "utc",
        eventId: "7",
        level: "Error",
        source: "CertificateRegistrationPoint",
        activityId: "",
        relatedActivityId: "",
        process: "w3wp",
        processId: "4321",
        thread: "9",
        computer: "NDES01",
        text: "VerifyRequest Started.",
      },
    ]);
  });

  it("stands without a root and without a line break between others, or formatted", () => {
    const formatted = event("three").replaceAll("><", ">\r\n  <").replaceAll("three", "three\r\n  ");
    const found = read(`${event("one")}${event("two")}\r\n${formatted}`);
    expect(found.records.map((record) => record.format === "svclog" && record.text)).toEqual([
      "one",
      "two",
      "three",
    ]);
    expect(found.regions).toMatchObject([{ name: "blank", length: 2 }]);
  });

  it("tells activities without braces, in lower case", () => {
    const correlation =
      'ActivityID="{0D3A7E1C-0000-4B7C-9A11-6F0E6A0F3B21}" RelatedActivityID="{AAAAAAAA-0000-4B7C-9A11-6F0E6A0F3B21}"';
    expect(read(event("x", { correlation })).records).toMatchObject([
      {
        activityId: "0d3a7e1c-0000-4b7c-9a11-6f0e6a0f3b21",
        relatedActivityId: "aaaaaaaa-0000-4b7c-9a11-6f0e6a0f3b21",
      },
    ]);
  });

  it.each([
    ["2026-11-22T10:00:00.1234567+01:00", Date.UTC(2026, 10, 22, 9) + 123.4567, "utc"],
    ["2026-11-22T10:00:00.1234567", Date.UTC(2026, 10, 22, 10) + 123.4567, "local"],
  ])("applies the offset of its stamp: %s", (time, at, clock) => {
    expect(read(event("x", { time })).records).toMatchObject([{ at, clock }]);
  });

  it("resolves the references of its text, over several lines", () => {
    expect(read(event("a &lt;b&gt; &amp;amp; &quot;&apos;&#xD;&#xA;&#228; ö")).records).toMatchObject([
      { text: "a <b> &amp; \"'\r\nä ö" },
    ]);
  });

  it("may hold a WCF trace record, which is flattened to its text parts", () => {
    const trace =
      '<TraceData><DataItem><TraceRecord xmlns="x" Severity="Error"><TraceIdentifier>http://id</TraceIdentifier><Description>It &lt;failed&gt;.</Description><AppDomain>/LM</AppDomain></TraceRecord></DataItem></TraceData><System.Diagnostics xmlns="y"><Timestamp>5</Timestamp></System.Diagnostics>';
    expect(read(event(trace)).records).toMatchObject([{ text: "http://id\nIt <failed>.\n/LM" }]);
  });

  it("may name a computer or process with characters that should have been escaped", () => {
    const found = read(event("x", { computer: 'A<B>&"C', process: 'w<3>"wp' }));
    expect(found.records).toMatchObject([
      { computer: 'A<B>&"C', process: 'w<3>"wp', processId: "4321", text: "x" },
    ]);
  });

  it("is read the same by the fast and the tolerant path", () => {
    const text = event("a &lt; b", {
      correlation: 'ActivityID="{0D3A7E1C-0000-4B7C-9A11-6F0E6A0F3B21}" RelatedActivityID="{1}"',
    });
    expect(regularEvent(text, 0)?.parts).toEqual(tolerantEvent(text));
  });

  it.each([
    ["an entity of its own", event("&bomb;"), "record.entity"],
    ["CDATA", event("<![CDATA[x]]>"), "record.entity"],
    ["a day that does not exist", event("x", { time: "2026-02-30T10:00:00Z" }), "record.bad-time"],
    [
      "no system part",
      "<E2ETraceEvent><ApplicationData>x</ApplicationData></E2ETraceEvent>",
      "record.malformed",
    ],
  ])("is rejected with %s", (_, text, reason) =>
    expect(read(text).rejected).toMatchObject([{ offset: 0, length: text.length, reason }]),
  );

  it("that is cut is torn, and the next is read", () => {
    const cut = event("one").slice(0, 300);
    expect(read(cut + event("two"))).toMatchObject({
      rejected: [{ offset: 0, length: 300, reason: "record.torn" }],
      records: [{ offset: 300, text: "two" }],
    });
    expect(read(event("one") + cut)).toMatchObject({
      records: [{ text: "one" }],
      rejected: [{ length: 300, reason: "record.torn" }],
    });
    expect(read(event("one").slice(300) + event("two"))).toMatchObject({
      rejected: [{ reason: "record.torn" }],
      records: [{ text: "two" }],
    });
  });

  it("may stand within a root or among junk, which is named", () => {
    const found = read(
      `<?xml version="1.0"?>\n<E2ETraceEvents>${event("one")}junk &amp; more${event("two")}</E2ETraceEvents>\n`,
    );
    expect(found.records).toHaveLength(2);
    expect(found.regions.map(({ name }) => name)).toEqual(["document-frame", "document-frame"]);
    expect(found.rejected).toMatchObject([{ reason: "record.malformed" }]);
  });

  it("behind a declaration of entities is read, the declaration is refused", () => {
    const found = read(
      `<!DOCTYPE x [<!ENTITY bomb SYSTEM "file:///etc/passwd">]>${event("one")}${event("&bomb;")}`,
    );
    expect(found.records).toMatchObject([{ text: "one" }]);
    expect(found.rejected.map(({ reason }) => reason)).toEqual(["record.entity", "record.entity"]);
  });
});
