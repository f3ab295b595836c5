import { dateOf, momentOf, timeOf } from "../clock.ts";

/** HTTP.sys error log, the column set of 2016 and 2019. Source: "Error logging in the HTTP Server API". */
export interface HttpError {
  readonly stamp: number;
  readonly client: string;
  readonly port: number;
  readonly method: string;
  readonly uri: string;
  /** `-` where no answer was sent. */
  readonly status: string;
  readonly reason: string;
  readonly queue: string;
}

/** The log keeps at most this much of a URI, in bytes. */
const uriBytesMax = 4096;

export function httpErrorRow(row: HttpError): string {
  const moment = momentOf(row.stamp);
  const uri = row.uri.slice(0, uriBytesMax);
  return (
    `${dateOf(moment)} ${timeOf(moment)} ${row.client} ${row.port} 10.20.0.5 443 HTTP/1.1 ${row.method} ${uri} - ` +
    `${row.status} 1 ${row.reason} ${row.queue}`
  );
}

export function httpErrorHeader(stamp: number): string {
  const moment = momentOf(stamp);
  return (
    `#Software: Microsoft HTTP API 2.0\r\n#Version: 1.0\r\n#Date: ${dateOf(moment)} ${timeOf(moment)}\r\n` +
    "#Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri streamid sc-status s-siteid s-reason s-queuename\r\n"
  );
}
