import type { HttpErrRecord } from "../record.ts";
import { decodeValue } from "../decode-value.ts";
import type { Columns } from "./columns.ts";
import { momentColumns, momentOf } from "./moment.ts";
import type { RowReader } from "./w3c-grammar.ts";
import { numberAt, wordAt } from "./words.ts";

/**
 * A row of an HTTP.sys error log (Microsoft, "Format of the HTTP Server API Error Logs"). Three sets of columns are in
 * the field, so they are found by name. Rows of old versions lack the last column, s-queuename.
 */
export function httpErrRowReader(columns: Columns): RowReader {
  const expected = columns.names.length;
  const queue = columns.at("s-queuename");
  const withoutQueue = queue === expected - 1 ? expected - 1 : expected;
  const when = momentColumns(columns);
  const method = columns.at("cs-method");
  const uri = columns.at("cs-uri");
  const clientIp = columns.at("c-ip");
  const clientPort = columns.at("c-port");
  const serverPort = columns.at("s-port");
  const status = columns.at("sc-status");
  const site = columns.at("s-siteid");
  const reason = columns.at("s-reason");
  return (words, place) => {
    if (words.count !== expected && words.count !== withoutQueue) return "record.field-count";
    const at = momentOf(words, when);
    if (at !== null && Number.isNaN(at)) return "record.bad-time";
    const port = numberAt(words, clientPort);
    const statusCode = numberAt(words, status);
    const sum = port + statusCode + numberAt(words, serverPort) + numberAt(words, site);
    if (Number.isNaN(sum)) return "record.malformed";
    const record: HttpErrRecord = {
      format: "httperr",
      offset: place.offset,
      length: place.length,
      at,
      clock: when.clock,
      method: wordAt(words, method),
      uri: wordAt(words, uri),
      clientIp: wordAt(words, clientIp),
      clientPort: port,
      status: statusCode,
      reason: wordAt(words, reason),
      queue: words.count === expected ? wordAt(words, queue) : "",
      columns: columns.names,
      row: words.encoded ? decodeValue(place.row) : place.row,
    };
    return record;
  };
}
