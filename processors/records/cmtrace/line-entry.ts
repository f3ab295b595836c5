import { trimmedEnd } from "../ascii-trim.ts";
import type { RejectReason } from "../../contract/index.ts";
import { decodeValue } from "../decode-value.ts";
import type { Range } from "../emit.ts";
import type { Stretch } from "../grammar.ts";
import type { CmtraceRecord } from "../record.ts";
import type { Stamp } from "../timestamp.ts";
import { ccmMark } from "./ccm-entry.ts";
import { cmtraceStamp } from "./cmtrace-time.ts";

export const serverMark: string = "$$<";

/**
 * An entry without the CMTrace brackets: the server form, or a bare line that carries no stamp at all.
 *
 *     server = text "  $$<" component "><" date SP time "><thread=" 1*DIGIT [ " (0x" 1*HEX ")" ] ">" EOL
 *     bare   = text EOL
 *
 * A line that holds the end of either form without being one is the torn rest of an entry.
 */
export function lineEntry(stretch: Stretch, range: Range): CmtraceRecord | RejectReason {
  const line = trimmedEnd(stretch.text.slice(range.from, range.to));
  const mark = line.lastIndexOf(serverMark);
  if (mark < 0) return line.includes(ccmMark) ? "record.torn" : entry(stretch, range, { text: line });
  const match = serverTail.exec(line.slice(mark));
  if (match === null) return "record.torn";
  const [, component = "", date = "", time = "", thread = ""] = match;
  const stamp = cmtraceStamp(date, time);
  if (stamp === null || Number.isNaN(stamp.at)) return "record.bad-time";
  return entry(stretch, range, { text: trimmedEnd(line.slice(0, mark)), stamp, component, thread });
}

const serverTail = /^\$\$<([^<>]*)><([^<> ]*) +([^<> ]*)><thread=(\d{1,20})[^>]*>$/;

interface Parts {
  readonly text: string;
  readonly stamp?: Stamp;
  readonly component?: string;
  readonly thread?: string;
}

function entry(stretch: Stretch, range: Range, parts: Parts): CmtraceRecord {
  const { text, stamp, component = "", thread = "" } = parts;
  return {
    format: "cmtrace",
    offset: stretch.offset + range.from * stretch.unit,
    length: (range.to - range.from) * stretch.unit,
    at: stamp?.at ?? null,
    clock: stamp?.clock ?? "none",
    form: stamp === undefined ? "bare" : "server",
    text: stretch.encoded ? decodeValue(text) : text,
    component: stretch.encoded ? decodeValue(component) : component,
    severity: 0,
    thread,
    source: "",
  };
}
