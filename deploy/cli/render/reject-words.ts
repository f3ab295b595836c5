import type { RejectReason } from "../../../processors/contract/index.ts";

/** What each reason for not reading something means, in a line; `deploy/docs/errors.md` says more. */
export const rejectWords: Readonly<Record<RejectReason, string>> = {
  "record.too-long": "an entry longer than 1 MiB",
  "record.torn": "an entry that is cut off, at the end of a file or in the middle",
  "record.malformed": "bytes that do not follow the grammar of the format",
  "record.field-count": "a row with another number of fields than its header",
  "record.no-header": "rows before any #Fields header",
  "record.bad-time": "a date or time that does not exist",
  "record.nul-padding": "NUL bytes, as a crash leaves them",
  "record.entity": "XML that declares entities or a document type",
  "chunk.damaged": "a damaged header or chunk of an event log",
  "chunk.missing": "an event log that was cut off behind its header: its chunks are missing",
  "file.unknown-format": "a file that is no known log",
  "file.unreadable": "a file that could not be opened",
  "file.duplicate": "a file that was there twice, or again before it had grown: counted once",
  "archive.encrypted": "an encrypted entry of an archive",
  "archive.damaged": "a damaged archive or entry",
  "archive.limit": "beyond the limits for archives",
  "archive.unsafe-path": "an entry whose name leads out of the archive",
};
