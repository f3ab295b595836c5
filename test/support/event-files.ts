import { Buffer } from "node:buffer";
import fc from "fast-check";
import type { Encoding, Format } from "../../collectors/contract/index.ts";
import type { Reader, ReaderStart } from "../../processors/records/reader.ts";
import { openStatusFileReader } from "../../processors/records/status-file/index.ts";
import { openEventXmlReader, openEvtxReader } from "../../processors/records/windows-event/index.ts";
import { xmlEvent } from "./event-xml.ts";
import { eventTemplate, evtxChunk, evtxFile, evtxString, ndesEvent } from "./evtx-file.ts";

/** A small file of each format that is not text in lines. */
export interface EventFile {
  readonly name: string;
  readonly open: (start: ReaderStart) => Reader;
  readonly file: { readonly format: Format; readonly encoding: Encoding };
  readonly bytes: Buffer;
}

const template = eventTemplate({
  name: "EventData",
  content: [{ name: "Data", attributes: [["Name", "Text"]], content: [{ hole: 11 }] }],
});
const inner = {
  template: { name: "Outcome", content: [{ name: "Serial", content: [{ hole: 0 }] }] },
  values: [evtxString("61aa")],
};
const nested = eventTemplate({ name: "UserData", content: [{ hole: 11 }] });
const chunkOf = (from: number): Buffer =>
  evtxChunk([
    ndesEvent(from, template, evtxString("a text")),
    ndesEvent(from + 1, nested, inner),
    ndesEvent(from + 2, template, evtxString("Zoë")),
  ]);
const xml = `\uFEFF<?xml version="1.0"?>\r\n<Events>${xmlEvent()}\n${xmlEvent({ quote: '"', values: [["Name", "Zoë €"]], message: "a\r\nb" })}${xmlEvent({ userData: "<A><B>1</B></A>" })}</Events>`;

export const eventFiles: readonly EventFile[] = [
  {
    name: "evtx",
    open: openEvtxReader,
    file: { format: "evtx", encoding: "binary" },
    bytes: evtxFile([chunkOf(1), Buffer.alloc(65_536), chunkOf(4).subarray(0, 1500)]),
  },
  {
    name: "XML in UTF-8",
    open: openEventXmlReader,
    file: { format: "event-xml", encoding: "utf-8" },
    bytes: Buffer.from(xml),
  },
  {
    name: "XML in UTF-16 LE",
    open: openEventXmlReader,
    file: { format: "event-xml", encoding: "utf-16le" },
    bytes: Buffer.from(xml, "utf16le"),
  },
  {
    name: "XML in UTF-16 BE",
    open: openEventXmlReader,
    file: { format: "event-xml", encoding: "utf-16be" },
    bytes: Buffer.from(xml, "utf16le").swap16(),
  },
  {
    name: "status file",
    open: openStatusFileReader,
    file: { format: "status-file", encoding: "utf-8" },
    bytes: Buffer.from("<R><UserID>Zoë</UserID></R>"),
  },
];

/** Positions in it: anywhere, but in .evtx mostly where something stands. */
export const placeIn = (example: EventFile): fc.Arbitrary<number> =>
  example.name === "evtx"
    ? fc.oneof(
        fc.nat(example.bytes.length - 1),
        fc.nat(2600).map((at) => 4096 + at),
        fc
          .nat(2600)
          .map((at) => 4096 + 2 * 65_536 + at)
          .map((at) => Math.min(at, example.bytes.length - 1)),
      )
    : fc.nat(example.bytes.length - 1);
