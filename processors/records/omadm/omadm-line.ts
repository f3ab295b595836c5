import type { LineFormat } from "../stamped-lines.ts";
import { isoStamp } from "../timestamp.ts";

/**
 * OMADM.log of Android's Company Portal:
 *
 *     entry = stamp SP level SP [ "Event" SP ] class SP process SP thread SP text *( EOL continuation )
 *     stamp = YYYY-MM-DD "T" HH:MM:SS "." 7DIGIT         no zone: the device's wall clock
 *     SP    = any run of blanks and tabs
 */
export const omadmLine: LineFormat = {
  begins: (head) => beginning.test(head),
  parse(entry, place) {
    const match = shape.exec(entry);
    if (match === null) return "record.malformed";
    const [, written = "", level = "", source = "", processId = "", thread = "", text = ""] = match;
    const stamp = isoStamp(written);
    if (stamp === null || Number.isNaN(stamp.at)) return "record.bad-time";
    return {
      format: "omadm",
      offset: place.offset,
      length: place.length,
      at: stamp.at,
      clock: stamp.clock,
      level,
      source,
      processId: processId.replace(padding, ""),
      thread: thread.replace(padding, ""),
      text,
    };
  },
};

/** One version pads its numbers; one thread must have one name. */
const padding = /^0+(?=\d)/;
const beginning = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/;
const shape = /^(\S+)[ \t]+(\S+)[ \t]+(?:Event[ \t]+)?(\S+)[ \t]+(\d+)[ \t]+(\d+)(?:[ \t]+([^]*))?$/;
