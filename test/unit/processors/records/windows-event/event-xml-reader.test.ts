import { expect, test } from "vitest";
import type { Encoding } from "../../../../../collectors/contract/index.ts";
import { openEventXmlReader } from "../../../../../processors/records/windows-event/index.ts";
import { xmlEvent } from "../../../../support/event-xml.ts";
import { coverage, firstUncovered, onlyRecord, readInSlices } from "../../../../support/read-in-slices.ts";

const read = (text: string | Uint8Array, encoding: Encoding = "utf-8"): ReturnType<typeof readInSlices> =>
  readInSlices(
    openEventXmlReader,
    { format: "event-xml", encoding },
    typeof text === "string" ? Buffer.from(text) : text,
  );
const kinds = (text: string): readonly string[] => coverage(read(text)).map((part) => part.kind);

test("a line end within a value is that of XML, also where events are read one behind the other", () => {
  const events = ["a\r\nb", "c", "d\re"].map((text) =>
    xmlEvent({ values: [["Name", "TEXT"]] }).replace("TEXT", text),
  );
  const { records } = read(events.join("\n"));
  expect(records.map((record) => ("values" in record ? record.values : []))).toEqual([
    [["Name", "a\nb"]],
    [["Name", "c"]],
    [["Name", "d\ne"]],
  ]);
});

test("events of one kind keep their own values, with and without names", () => {
  const told = ["1", "2", "3"].map((value) => [["A", value] as const, ["", "x"] as const]);
  const { records } = read(told.map((values) => xmlEvent({ id: 4242, values })).join("\n"));
  expect(records.map((record) => ("values" in record ? record.values : []))).toEqual(told);
});

test("blanks in thousands between events cost no more than their length", () => {
  const event = xmlEvent();
  const found = read(`${event}${" ".repeat(4000)}x${event}`);
  expect(found.records).toHaveLength(2);
  expect(found.rejected).toMatchObject([{ length: 4001, reason: "record.malformed" }]);
});

test("an event is read with its System fields, its values and its message", () => {
  const event = xmlEvent({
    values: [
      ["ErrorCode", "0x800706ba"],
      ["", "The RPC server is <unavailable> & gone."],
    ],
    message: "It cannot submit the request.\r\nTwice.",
    correlation: "{0F3D2C1B-AAAA-BBBB-CCCC-0123456789AB}",
  });
  const record = onlyRecord(read(event));
  expect(record).toEqual({
    format: "event-xml",
    offset: 0,
    length: Buffer.byteLength(event),
    at: Date.UTC(2026, 10, 22, 10) + 123.4567,
    clock: "utc",
    provider: "Microsoft-Windows-NetworkDeviceEnrollmentService",
    eventId: 31,
    channel: "Application",
    computer: "ndes01.contoso.test",
    level: 2,
    recordId: "77",
    processId: "6500",
    thread: "6016",
    activityId: "0f3d2c1b-aaaa-bbbb-cccc-0123456789ab",
    userId: "S-1-5-21-1-2-3-1105",
    values: [
      ["ErrorCode", "0x800706ba"],
      ["", "The RPC server is <unavailable> & gone."],
    ],
    message: "It cannot submit the request.\r\nTwice.",
  });
});

test("the zero GUID means no activity", () => {
  const event = xmlEvent({ correlation: "{00000000-0000-0000-0000-000000000000}" });
  expect(onlyRecord(read(event))).toMatchObject({ activityId: "" });
});

test("UserData gives its leaves, however deep, by the names of their elements", () => {
  const userData =
    "<Outer xmlns='urn:x'><Serial>61aa</Serial><Box><Thumbprint>AB</Thumbprint><Note/></Box></Outer>";
  expect(onlyRecord(read(xmlEvent({ userData })))).toMatchObject({
    values: [
      ["Serial", "61aa"],
      ["Thumbprint", "AB"],
      ["Note", ""],
    ],
  });
});

const one = xmlEvent({ recordId: 1 });
const two = xmlEvent({ recordId: 2, quote: '"' });
const layouts: readonly (readonly [name: string, text: string, kinds: readonly string[]])[] = [
  ["events without a root or a break", one + two, ["record", "record"]],
  ["an event a line", `${one}\r\n${two}\r\n`, ["record", "blank", "record", "blank"]],
  ["a root", `<Events>${one}${two}</Events>`, ["document-frame", "record", "record", "document-frame"]],
  [
    "an Event Viewer export",
    `\uFEFF<?xml version="1.0" encoding="utf-8" standalone="yes"?>\r\n<Events>${one}${two}</Events>`,
    ["byte-order-mark", "document-frame", "record", "record", "document-frame"],
  ],
  ["a root without events", "<Events></Events>", ["document-frame"]],
  ["nothing", "", []],
];
test.each(layouts)("%s", (_, text, expected) => {
  expect(kinds(text)).toEqual(expected);
  expect(firstUncovered(read(text), Buffer.byteLength(text))).toBe(-1);
});

const encodings: readonly (readonly [encoding: Encoding, encode: (text: string) => Buffer])[] = [
  ["utf-8", (text) => Buffer.from(`\uFEFF${text}`)],
  ["utf-16le", (text) => Buffer.from(`\uFEFF${text}`, "utf16le")],
  ["utf-16be", (text) => Buffer.from(`\uFEFF${text}`, "utf16le").swap16()],
  ["windows-1252", (text) => Buffer.from(text.replaceAll("€", "\x80"), "latin1")],
];
test.each(encodings)("the same events in %s are the same, at their places in it", (encoding, encode) => {
  const text = `${xmlEvent({ values: [["Name", "Zoë €"]] })}\n${xmlEvent({ recordId: 78 })}`;
  const bytes = encode(text);
  const found = read(bytes, encoding);
  expect(found.rejected).toEqual([]);
  expect(found.records).toMatchObject([{ recordId: "77", values: [["Name", "Zoë €"]] }, { recordId: "78" }]);
  expect(firstUncovered(found, bytes.length)).toBe(-1);
});

const rejected: readonly (readonly [name: string, text: string, kinds: readonly string[]])[] = [
  [
    "a document type with entities",
    `<!DOCTYPE Events [<!ENTITY a "x"><!ENTITY b SYSTEM "file:///etc/passwd">]><Events>${one}</Events>`,
    ["record.entity", "record", "document-frame"],
  ],
  ["an entity that only a DTD could define", one.replace("0x80070005", "&bomb;"), ["record.entity"]],
  ["an event that ends in the middle", `${one}${two.slice(0, 300)}`, ["record", "record.torn"]],
  ["an event that another begins in", `${one.slice(0, 300)}${two}`, ["record.torn", "record"]],
  ["a day that does not exist", xmlEvent({ at: "2026-02-30T10:00:00Z" }), ["record.bad-time"]],
  ["an event without an id", one.replace("<EventID>31</EventID>", ""), ["record.malformed"]],
  ["tags that do not close", one.replace("</System>", ""), ["record.malformed"]],
  ["text that is no XML", "no events here", ["record.malformed"]],
  ["zeros", "\0".repeat(100) + one, ["record.nul-padding", "record"]],
  [
    "an event of more than a megabyte",
    `${one.replace("0x80070005", "x".repeat(1 << 20))}${two}`,
    ["record.too-long", "record"],
  ],
];
test.each(rejected)(
  "%s is rejected with its reason, and what stands around it is read",
  (_, text, expected) => {
    expect(kinds(text)).toEqual(expected);
    expect(firstUncovered(read(text), Buffer.byteLength(text))).toBe(-1);
  },
);

test("names from the file reach no object's own names", () => {
  const userData = "<__proto__ polluted='1'><constructor>2</constructor></__proto__>";
  const found = read(xmlEvent({ userData }));
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  expect(firstUncovered(found, Buffer.byteLength(xmlEvent({ userData })))).toBe(-1);
});

test.each([
  ["utf-8", (text: string) => Buffer.from(text)],
  ["utf-16be", (text: string) => Buffer.from(text, "utf16le").swap16()],
] as const)(
  "megabytes of what is no event, and events of megabytes, are skipped the same at any cut, in %s",
  (encoding, encode) => {
    const long = one.replace("0x80070005", "x".repeat(1_300_000));
    // Exactly as long as a record may be, and one more.
    const most = (more: number): string =>
      one.replace("0x80070005", "y".repeat((1 << 20) / encode("a").length - one.length + 10 + more));
    const unfinished = long.slice(0, 1_200_000);
    const bytes = encode(
      [
        " ".repeat(1_100_000),
        one,
        "junk ".repeat(500_000),
        long,
        two,
        most(0),
        most(1),
        unfinished,
        one,
        unfinished,
      ].join(""),
    );
    const file = { format: "event-xml", encoding } as const;
    const whole = readInSlices(openEventXmlReader, file, bytes);
    expect(firstUncovered(whole, bytes.length)).toBe(-1);
    expect(whole.records).toHaveLength(4);
    expect(whole.rejected.filter((rejected) => rejected.reason === "record.too-long")).toHaveLength(4);
    for (const step of [65_536, 65_537, 1_000_003]) {
      const cuts = Array.from({ length: Math.floor(bytes.length / step) }, (_, index) => (index + 1) * step);
      expect(readInSlices(openEventXmlReader, file, bytes, cuts)).toEqual(whole);
    }
  },
);
