import type { RejectReason } from "../../contract/index.ts";
import { decodeValue } from "../decode-value.ts";
import type { Range } from "../emit.ts";
import type { Stretch } from "../grammar.ts";
import type { CmtraceRecord } from "../record.ts";
import { cmtraceStamp } from "./cmtrace-time.ts";

export const ccmBegin: string = "<![LOG[";
export const ccmMark: string = "]LOG]!>";

/**
 * An entry of the ConfigMgr client log, read by CMTrace. Its text may hold line breaks and markup:
 *
 *     entry = "<![LOG[" text "]LOG]!>" "<" 1*( name "=" DQUOTE value DQUOTE SP ) ">" EOL
 *     names = time date component context type thread file
 *
 * `range` is the whole entry, `mark` the index of its `]LOG]!>`.
 */
export function ccmEntry(stretch: Stretch, range: Range, mark: number): CmtraceRecord | RejectReason {
  const { text } = stretch;
  const attributes = attributesIn(text, mark + ccmMark.length, range.to);
  if (attributes === null) return "record.malformed";
  const stamp = cmtraceStamp(attributes.date, attributes.time);
  if (stamp === null || Number.isNaN(stamp.at)) return "record.bad-time";
  const decode = stretch.unit === 1 ? decodeValue : asIs;
  return {
    format: "cmtrace",
    offset: stretch.offset + range.from * stretch.unit,
    length: (range.to - range.from) * stretch.unit,
    at: stamp.at,
    clock: stamp.clock,
    form: "ccm",
    text: decode(text.slice(range.from + ccmBegin.length, mark)),
    component: decode(attributes.component),
    severity: severities.indexOf(attributes.type) + 1,
    thread: attributes.thread,
    source: decode(attributes.file),
  };
}

function asIs(text: string): string {
  return text;
}

const severities = ["1", "2", "3"];

interface Attributes {
  readonly time: string;
  readonly date: string;
  readonly component: string;
  readonly type: string;
  readonly thread: string;
  readonly file: string;
}

/** Known writers keep one order: each attribute is looked for behind the last, and anywhere only if it is not there. */
function attributesIn(text: string, from: number, to: number): Attributes | null {
  const tag = text.slice(from, to);
  if (!tag.startsWith("<") || !tag.includes(">")) return null;
  const cursor = { at: 0 };
  return {
    time: attribute(tag, '<time="', cursor),
    date: attribute(tag, ' date="', cursor),
    component: attribute(tag, ' component="', cursor),
    type: attribute(tag, ' type="', cursor),
    thread: attribute(tag, ' thread="', cursor),
    file: attribute(tag, ' file="', cursor),
  };
}

function attribute(tag: string, mark: string, cursor: { at: number }): string {
  let found = tag.indexOf(mark, cursor.at);
  if (found < 0) found = mark.startsWith("<") ? tag.indexOf(` ${mark.slice(1)}`) : tag.indexOf(mark);
  if (found < 0 && !mark.startsWith("<")) found = tag.indexOf(`<${mark.slice(1)}`);
  if (found < 0) return "";
  const start = found + mark.length;
  const end = tag.indexOf('"', start);
  if (end < 0) return "";
  cursor.at = end;
  return tag.slice(start, end);
}
