import { localFormats } from "../../collectors/contract/index.ts";
import { isReadFailure, slicesOf } from "../../collectors/index.ts";
import type { BundleFile } from "../../collectors/index.ts";
import { openReader } from "../../processors/index.ts";
import type { Found, LogRecord } from "../../processors/index.ts";

/** The records of the first slice of a file; none when it cannot be read (which is reported when its turn comes). */
export async function firstRecords(file: BundleFile): Promise<readonly LogRecord[]> {
  const found: Found = { records: [], rejected: [], regions: [] };
  try {
    for await (const slice of slicesOf(file, firstBytes)) {
      const reader = openReader({ file: file.source, offset: 0, context: "" });
      reader.read(slice.bytes, found);
      if (slice.end) reader.end(found);
      break;
    }
  } catch (error) {
    if (!isReadFailure(error)) throw error;
  }
  return found.records;
}

/** Whether it has times of a clock that does not tell its zone. */
export async function isLocal(file: BundleFile): Promise<boolean> {
  if (!localFormats.has(file.source.format)) return false;
  return (await firstRecords(file)).some(({ clock, at }) => clock === "local" && at !== null);
}

/** Header and first chunk of an .evtx. */
const firstBytes = 4096 + 65_536;
