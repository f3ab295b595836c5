import { expect, test } from "vitest";
import { openEvtxReader } from "../../../../../processors/records/windows-event/index.ts";
import {
  eventTemplate,
  evtxChunk,
  evtxFile,
  evtxNull,
  evtxNumber,
  evtxString,
  januaryFiletime,
  ndesEvent,
} from "../../../../support/evtx-file.ts";
import type { EvtxNode, EvtxValue } from "../../../../support/evtx-file.ts";
import { coverage, firstUncovered, onlyRecord, readInSlices } from "../../../../support/read-in-slices.ts";

const file = { format: "evtx", encoding: "binary" } as const;
const read = (bytes: Uint8Array): ReturnType<typeof readInSlices> =>
  readInSlices(openEvtxReader, file, bytes);
const plain = eventTemplate({
  name: "EventData",
  content: [{ name: "Data", attributes: [["Name", "ErrorCode"]], content: [{ hole: 11 }] }],
});
const numbered = (id: number): ReturnType<typeof ndesEvent> =>
  ndesEvent(id, plain, evtxString(`0x8000${id}`));

test("an event is read with its System fields, its values, and its place in the file", () => {
  const record = onlyRecord(read(evtxFile([[ndesEvent(7, plain, evtxString("line one\r\n  line two"))]])));
  expect(record).toMatchObject({
    format: "evtx",
    offset: 4096 + 512,
    clock: "utc",
    provider: "Microsoft-Windows-NetworkDeviceEnrollmentService",
    eventId: 29,
    channel: "Application",
    computer: "ndes01.contoso.test",
    level: 2,
    recordId: "7",
    processId: "4321",
    thread: "9",
    activityId: "",
    userId: "S-1-5-18",
    values: [["ErrorCode", "line one\r\n  line two"]],
    message: "",
  });
  expect(record.at).toBeCloseTo(Date.UTC(2026, 0, 1, 0, 0, 7) + 123.4567, 3);
});

const typed: readonly (readonly [name: string, value: EvtxValue, text: string])[] = [
  ["a boolean of four bytes", evtxNumber(0x0d, 4, 1n), "true"],
  ["a size of eight bytes", evtxNumber(0x10, 8, 0x1_0000_0001n), "0x100000001"],
  ["a signed number", evtxNumber(0x07, 4, 0xffff_fff6n), "-10"],
  ["a hex number", evtxNumber(0x14, 4, 0x2ab0003n), "0x2ab0003"],
  [
    "a FILETIME with all its digits",
    evtxNumber(0x11, 8, 134_116_992_001_234_567n),
    "2026-01-01T00:00:00.1234567Z",
  ],
  [
    "a SYSTEMTIME, whatever the zone here",
    { type: 0x12, bytes: Buffer.from("ea07010004000100170 03b003b00e703".replace(" ", ""), "hex") },
    "2026-01-01T23:59:59.999Z",
  ],
  [
    "a GUID",
    { type: 0x0f, bytes: Buffer.from("33221100554477668899aabbccddeeff", "hex") },
    "{00112233-4455-6677-8899-aabbccddeeff}",
  ],
  ["bytes", { type: 0x0e, bytes: Buffer.from("00ff10", "hex") }, "00FF10"],
  ["an ANSI text", { type: 0x02, bytes: Buffer.from("abc\0") }, "abc"],
  ["a value with too few bytes", { type: 0x08, bytes: Buffer.from([1]) }, ""],
  ["an unknown type", { type: 0x7f, bytes: Buffer.from([1, 2, 3]) }, ""],
];
test.each(typed)("%s is read as Windows renders it, and what stands behind it too", (_, value, text) => {
  const template = eventTemplate({
    name: "EventData",
    content: [11, 12].map((hole) => ({
      name: "Data",
      attributes: [["Name", `v${hole}`] as const],
      content: [{ hole }],
    })),
  });
  const record = onlyRecord(read(evtxFile([[ndesEvent(1, template, value, evtxString("behind"))]])));
  expect(record).toMatchObject({
    values: [
      ["v11", text],
      ["v12", "behind"],
    ],
  });
});

test("an array of texts is as many values; an absent value without a name is none", () => {
  const template = eventTemplate({
    name: "EventData",
    content: [
      { name: "Data", content: [{ hole: 11 }] },
      { name: "Binary", content: [{ hole: 12 }] },
    ],
  });
  const list = { type: 0x81, bytes: Buffer.from("one\0two\0\0", "utf16le").subarray(0, -2) };
  const record = onlyRecord(read(evtxFile([[ndesEvent(1, template, list, evtxNull)]])));
  expect(record).toMatchObject({
    values: [
      ["", "one"],
      ["", "two"],
    ],
  });
});

test("UserData that comes as a fragment with its own template gives its leaves", () => {
  const inner: EvtxNode = {
    name: "Outcome",
    content: [
      { name: "Detail", content: [{ name: "Serial", content: [{ hole: 0 }] }] },
      { name: "Note", content: ["fixed"] },
    ],
  };
  const template = eventTemplate({ name: "UserData", content: [{ hole: 11 }] });
  const fragment = { template: inner, values: [evtxString("61aa")] };
  const found = read(
    evtxFile([
      [
        ndesEvent(1, template, fragment),
        ndesEvent(2, template, { ...fragment, values: [evtxString("61ab")] }),
      ],
    ]),
  );
  expect(found.records).toMatchObject([
    {
      values: [
        ["Serial", "61aa"],
        ["Note", "fixed"],
      ],
    },
    {
      values: [
        ["Serial", "61ab"],
        ["Note", "fixed"],
      ],
    },
  ]);
});

test("an event whose elements stand in the record itself, without a template or a time, is read at the time of its writing", () => {
  const written: EvtxNode = {
    name: "Event",
    content: [
      {
        name: "System",
        content: [
          { name: "Provider", attributes: [["Name", "Forwarder"]] },
          { name: "EventID", content: ["31"] },
          { name: "Computer", content: ["ndes02.contoso.test"] },
        ],
      },
      {
        name: "EventData",
        content: [{ name: "Data", attributes: [["Name", "ErrorCode"]], content: ["0x80004005"] }],
      },
    ],
  };
  const found = read(
    evtxFile([
      [
        { id: 1, written: januaryFiletime - 1_234_567n, template: written, values: [], inline: true },
        numbered(2),
      ],
    ]),
  );
  expect(found.rejected).toEqual([]);
  expect(found.records[0]).toMatchObject({
    eventId: 31,
    provider: "Forwarder",
    computer: "ndes02.contoso.test",
    at: Date.UTC(2026, 0, 1),
    clock: "utc",
    values: [["ErrorCode", "0x80004005"]],
  });
  expect(found.records).toHaveLength(2);
});

test("a file whose header counts too few chunks is read to its end", () => {
  const found = read(evtxFile([[numbered(1), numbered(2)], [numbered(3)]], 1));
  expect(found.records.map((record) => "recordId" in record && record.recordId)).toEqual(["1", "2", "3"]);
});

test("a broken chunk is rejected with its range and the others are read", () => {
  const broken = evtxChunk([numbered(2)]);
  broken.fill(0, 0, 8);
  const found = read(evtxFile([[numbered(1)], broken, Buffer.alloc(65_536), [numbered(3)]]));
  expect(found.records).toHaveLength(2);
  expect(found.rejected).toEqual([{ offset: 4096 + 65_536, length: 65_536, reason: "chunk.damaged" }]);
  expect(found.regions).toContainEqual({ offset: 4096 + 2 * 65_536, length: 65_536, name: "unused" });
});

test("a hole inside of a chunk costs the records it hit, not those behind it", () => {
  const events = Array.from({ length: 40 }, (_, index) => numbered(index + 1));
  const places = coverage(read(evtxFile([events]))).filter((part) => part.kind === "record");
  const [first, last] = [places[10], places[13]];
  if (first === undefined || last === undefined) throw new Error("no records");
  const holed = evtxFile([events]).fill(0, first.offset + 4, last.offset + 40);
  const found = read(holed);
  expect(found.records).toHaveLength(36);
  expect(found.rejected).toEqual([
    { offset: first.offset, length: last.offset + last.length - first.offset, reason: "chunk.damaged" },
  ]);
  expect(firstUncovered(found, holed.length)).toBe(-1);
});

test.each([0, 1, 2])(
  "the last chunk of a file in use is read as far as its records go: its header knows of %i of 3",
  (known) => {
    const live = evtxChunk([numbered(1), numbered(2), numbered(3)]);
    const ends = coverage(read(evtxFile([live]))).filter((part) => part.kind === "record");
    live.writeUInt32LE((ends[known]?.offset ?? 0) - 4096, 48);
    const found = read(evtxFile([live]));
    expect(found.records).toHaveLength(3);
    expect(found.rejected).toEqual([]);
  },
);

test("records left over from an earlier life of a chunk are not read again", () => {
  const reused = evtxChunk([numbered(90), numbered(5), numbered(6)]);
  const second = coverage(read(evtxFile([reused]))).filter((part) => part.kind === "record")[1];
  reused.writeUInt32LE((second?.offset ?? 0) - 4096, 48);
  expect(read(evtxFile([reused])).records).toHaveLength(1);
});

test("a file that ends in a chunk gives the whole records of it, and the torn one is rejected", () => {
  const whole = evtxFile([[numbered(1), numbered(2)]]);
  const second = read(whole).records[1];
  const torn = whole.subarray(0, (second?.offset ?? 0) + 100);
  const found = read(torn);
  expect(found.records).toHaveLength(1);
  expect(found.rejected).toEqual([{ offset: second?.offset, length: 100, reason: "record.torn" }]);
});

test.each([
  ["is overwritten behind its mark", (file: Buffer) => file.fill(0xa5, 8, 128)],
  ["is of another version", (file: Buffer) => file.fill(9, 38, 40)],
])("a header that %s is rejected, and the chunks behind it are read", (_, damage) => {
  const found = read(damage(evtxFile([[numbered(1)]])));
  expect(found.rejected).toEqual([{ offset: 0, length: 4096, reason: "chunk.damaged" }]);
  expect(found.records).toHaveLength(1);
});

test("a file that ends in its header is no empty log", () => {
  expect(read(evtxFile([]).subarray(0, 1000)).rejected).toEqual([
    { offset: 0, length: 1000, reason: "chunk.damaged" },
  ]);
});

test("a header that counts chunks which are not there tells of a file that was cut off", () => {
  const file = evtxFile([[numbered(1)]]);
  expect(read(file.subarray(0, 4096)).rejected).toEqual([
    { offset: 4096, length: 0, reason: "chunk.missing" },
  ]);
  expect(read(evtxFile([])).rejected).toEqual([]);
});

test("what is no event log is rejected", () => {
  expect(coverage(read(Buffer.from("not an event log")))).toEqual([
    { offset: 0, length: 16, kind: "chunk.damaged" },
  ]);
});
