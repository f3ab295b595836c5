/** Why bytes could not be used. Closed: a new reason is documented in `deploy/docs/errors.md` in the same commit. */
export const rejectReasons = [
  "record.too-long",
  "record.torn",
  "record.malformed",
  "record.field-count",
  "record.no-header",
  "record.bad-time",
  "record.nul-padding",
  "record.entity",
  "chunk.damaged",
  "chunk.missing",
  "file.unknown-format",
  "file.unreadable",
  "file.duplicate",
  "archive.encrypted",
  "archive.damaged",
  "archive.limit",
  "archive.unsafe-path",
] as const;

export type RejectReason = (typeof rejectReasons)[number];
