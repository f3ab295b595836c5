import type { LineFormat } from "../stamped-lines.ts";
import { columnForm } from "./column-form.ts";
import type { ConsoleParts } from "./console-parts.ts";
import { logShowForm } from "./log-show-form.ts";
import { syslogForm } from "./syslog-form.ts";
import { withoutResidue } from "./residue.ts";

/**
 * The console of iOS, iPadOS and macOS, as Console.app shows and copies it, `log show` exports it, or a tool captured
 * it. Each form is described where it is read; lines in no form (`Desc : …`, the rest of a dump) go on with the entry
 * above them. `modifiedAt` of the file tells the year of a form that has none.
 */
export function consoleLines(modifiedAt: number | null): LineFormat {
  const parts = (line: string): ConsoleParts | null =>
    columnForm(line) ?? logShowForm(line) ?? syslogForm(line, modifiedAt);
  return {
    begins: (head) => parts(withoutResidue(head)) !== null,
    parse(entry, place) {
      const read = parts(withoutResidue(entry));
      if (read === null) return "record.malformed";
      if (Number.isNaN(read.at)) return "record.bad-time";
      return {
        format: "console",
        offset: place.offset,
        length: place.length,
        at: read.at,
        clock: read.clock,
        level: read.level,
        process: read.process,
        text: read.text,
      };
    },
    preamble: (text) => (frame.test(text) ? "document-frame" : null),
  };
}

/** The head of an RTF file, or the column titles of an export. */
const frame = /^(?:\{\\rtf|\\|type\ttime\t|timestamp\s+(?:thread|\())/i;
