import { recordBytesMax } from "../reader.ts";
import type { Found, Reader, ReaderStart } from "../reader.ts";
import type { StatusRecord } from "../record.ts";
import { statusValues } from "./status-values.ts";
import { decodeText } from "../windows-event/decode-text.ts";

/*
 * CertificateRequestStatus\{Processing,Succeed,Failed}\NAME.CRS: the connector's upload queue. The folder is the state, the file's last
 * change is the only time, and what stands in the file is not documented: it is read by its syntax, and a file without any is still
 * a record, because its place alone says something.
 */
const folders: ReadonlyMap<string, StatusRecord["folder"]> = new Map([
  ["processing", "processing"],
  ["succeed", "succeed"],
  ["succeeded", "succeed"],
  ["failed", "failed"],
]);

/** Reads a status file as one record, an empty one too. A file of more than `recordBytesMax` is rejected without being kept. */
export function openStatusFileReader(start: ReaderStart): Reader {
  const pieces: Buffer[] = [];
  let length = 0;
  let ended = false;
  return {
    read(bytes: Uint8Array): void {
      length += bytes.length;
      if (length <= recordBytesMax) pieces.push(Buffer.from(bytes));
      else pieces.length = 0;
    },
    end(found: Found): void {
      ended = true;
      if (length > recordBytesMax)
        found.rejected.push({ offset: start.offset, length, reason: "record.too-long" });
      else addRecord(start, Buffer.concat(pieces), found);
    },
    context: () => "",
    position: () => (ended ? start.offset + length : start.offset),
  };
}

function addRecord(start: ReaderStart, bytes: Buffer, found: Found): void {
  const place = { offset: start.offset, length: bytes.length };
  const values = statusValues(decodeText(bytes, start.file.encoding));
  if (typeof values === "string") {
    found.rejected.push({ ...place, reason: values });
    return;
  }
  const parts = start.file.path.split(/[\\/]/u);
  const at = start.file.modifiedAt;
  found.records.push({
    format: "status-file",
    ...place,
    at,
    clock: at === null ? "none" : "utc",
    folder: folderOf(parts.slice(0, -1)),
    fileName: parts.at(-1) ?? "",
    values,
  });
}

/** The nearest folder that names a state. */
function folderOf(parts: readonly string[]): StatusRecord["folder"] {
  const states = parts.flatMap((part) => folders.get(part.trim().toLowerCase()) ?? []);
  return states.at(-1) ?? "unknown";
}
