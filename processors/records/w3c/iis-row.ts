import type { IisRecord } from "../record.ts";
import { decodeValue } from "../decode-value.ts";
import type { Columns } from "./columns.ts";
import { firstAddress, forwardedColumn } from "./forwarded-for.ts";
import { momentColumns, momentOf } from "./moment.ts";
import type { RowReader } from "./w3c-grammar.ts";
import { numberAt, wordAt } from "./words.ts";

/**
 * A row of an IIS access log under one header. Columns are found by name; their positions are resolved once.
 * Strings of the record may be slices of the text that was read: who keeps a record for long copies what it keeps.
 *
 * A row with the right number of words can still be one that lost a word and had another split in two (a log edited by
 * hand). So the columns that are always numbers must be numbers, or nothing of the row is believed.
 */
export function iisRowReader(columns: Columns): RowReader {
  const expected = columns.names.length;
  const when = momentColumns(columns);
  const method = columns.at("cs-method");
  const stem = columns.at("cs-uri-stem");
  const query = columns.at("cs-uri-query");
  const clientIp = columns.at("c-ip");
  const userAgent = columns.at("cs(user-agent)");
  const forwarded = forwardedColumn(columns.names);
  const status = columns.at("sc-status");
  const substatus = columns.at("sc-substatus");
  const win32 = columns.at("sc-win32-status");
  const timeTaken = columns.at("time-taken");
  const port = columns.at("s-port");
  return (words, place) => {
    if (words.count !== expected) return "record.field-count";
    const at = momentOf(words, when);
    if (at !== null && Number.isNaN(at)) return "record.bad-time";
    const statusCode = numberAt(words, status);
    const substatusCode = numberAt(words, substatus);
    const win32Code = numberAt(words, win32);
    const timeTakenMs = numberAt(words, timeTaken);
    const sum = statusCode + substatusCode + win32Code + timeTakenMs + numberAt(words, port);
    if (Number.isNaN(sum)) return "record.malformed";
    const record: IisRecord = {
      format: "iis-w3c",
      offset: place.offset,
      length: place.length,
      at,
      clock: when.clock,
      method: wordAt(words, method),
      stem: wordAt(words, stem),
      query: wordAt(words, query),
      clientIp: wordAt(words, clientIp),
      userAgent: wordAt(words, userAgent),
      forwardedFor: forwarded < 0 ? "" : firstAddress(wordAt(words, forwarded)),
      status: statusCode,
      substatus: substatusCode,
      win32: win32Code,
      timeTakenMs,
      columns: columns.names,
      row: words.encoded ? decodeValue(place.row) : place.row,
    };
    return record;
  };
}
