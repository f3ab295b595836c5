import { dateOf, momentOf, timeOf } from "../clock.ts";

/**
 * W3C extended log format as HTTP.sys writes it: UTC, one second, blanks inside of a value become `+`, `-` for nothing, CRLF.
 * Source: "W3C Logging" and "IIS log file formats" of the IIS documentation.
 */
export interface Row {
  /** Stamp of the end of the call. */
  readonly stamp: number;
  readonly method: string;
  readonly stem: string;
  readonly query: string;
  readonly client: string;
  readonly agent: string;
  readonly status: number;
  readonly substatus: number;
  readonly win32: number;
  readonly takenMs: number;
  /** The device's own address, where a proxy tells it. */
  readonly forwardedFor: string;
}

export const defaultColumns: readonly string[] = (
  "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer)" +
  " sc-status sc-substatus sc-win32-status time-taken"
).split(" ");

export function iisRow(row: Row, columns: readonly string[]): string {
  const moment = momentOf(row.stamp);
  if (columns === defaultColumns) return plainRow(row, dateOf(moment), timeOf(moment));
  const cells = new Map([
    ["date", dateOf(moment)],
    ["time", timeOf(moment)],
    ["s-sitename", "W3SVC1"],
    ["s-computername", "NDES"],
    ["s-ip", "10.20.0.5"],
    ["cs-method", row.method],
    ["cs-uri-stem", row.stem],
    ["cs-uri-query", row.query],
    ["s-port", "443"],
    ["c-ip", row.client],
    ["cs-version", "HTTP/1.1"],
    ["cs(User-Agent)", row.agent],
    ["sc-status", String(row.status)],
    ["sc-substatus", String(row.substatus)],
    ["sc-win32-status", String(row.win32)],
    ["sc-bytes", String(200 + row.status)],
    ["time-taken", String(row.takenMs)],
    ["X-Forwarded-For", row.forwardedFor],
  ]);
  return columns.map((column) => cells.get(column) ?? "-").join(" ");
}

function plainRow(row: Row, date: string, time: string): string {
  return (
    `${date} ${time} 10.20.0.5 ${row.method} ${row.stem} ${row.query} 443 - ${row.client} ${row.agent} - ` +
    `${row.status} ${row.substatus} ${row.win32} ${row.takenMs}`
  );
}

export function iisHeader(stamp: number, columns: readonly string[]): string {
  const moment = momentOf(stamp);
  return (
    "#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n" +
    `#Date: ${dateOf(moment)} ${timeOf(moment)}\r\n#Fields: ${columns.join(" ")}\r\n`
  );
}
