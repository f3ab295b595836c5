import type { RejectReason } from "../../contract/index.ts";
import { decodeValue } from "../decode-value.ts";
import type { Range } from "../emit.ts";
import type { Stretch } from "../grammar.ts";
import type { CmtraceRecord } from "../record.ts";
import { cmtraceStamp } from "./cmtrace-time.ts";

export const ccmBegin: string = "<![LOG[";
export const ccmMark: string = "]LOG]!>";

/** The values of an entry as they stand in the file, not yet decoded. */
export interface CcmParts {
  readonly text: string;
  readonly time: string;
  readonly date: string;
  readonly component: string;
  readonly type: string;
  readonly thread: string;
  readonly file: string;
}

/**
 * An entry of the ConfigMgr client log, read by CMTrace. Its text may hold line breaks and markup:
 *
 *     entry = "<![LOG[" text "]LOG]!>" "<" 1*( name "=" DQUOTE value DQUOTE SP ) ">" EOL
 *     names = time date component context type thread file
 */
export function ccmEntry(stretch: Stretch, range: Range, parts: CcmParts): CmtraceRecord | RejectReason {
  const stamp = cmtraceStamp(parts.date, parts.time);
  if (stamp === null || Number.isNaN(stamp.at)) return "record.bad-time";
  const { encoded } = stretch;
  return {
    format: "cmtrace",
    offset: stretch.offset + range.from * stretch.unit,
    length: (range.to - range.from) * stretch.unit,
    at: stamp.at,
    clock: stamp.clock,
    form: "ccm",
    text: encoded ? decodeValue(parts.text) : parts.text,
    component: encoded ? decodeValue(parts.component) : parts.component,
    severity: severities.indexOf(parts.type) + 1,
    thread: parts.thread,
    source: encoded ? decodeValue(parts.file) : parts.file,
  };
}

const severities = ["1", "2", "3"];
