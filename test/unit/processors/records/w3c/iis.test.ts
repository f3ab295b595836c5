import { describe, expect, it } from "vitest";
import type { Format } from "../../../../../collectors/contract/index.ts";
import { fieldsOf, openReader } from "../../../../../processors/records/index.ts";
import { flawOf, nothingFound, readInPieces, startOf } from "../../../../support/read-records.ts";

const header =
  "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken";
const row =
  "2026-11-22 10:00:00 10.1.0.5 POST /certsrv/mscep/mscep.dll operation=PKIOperation 443 - 10.1.9.9 profiled/1.0 - 200 0 2148204809 1296";

function read(text: string, format: Format = "iis-w3c") {
  const found = readInPieces(openReader(startOf(format)), Buffer.from(text, "utf8"));
  expect(flawOf(found, Buffer.byteLength(text))).toBeNull();
  return found;
}

const reasons = (text: string, format: Format = "iis-w3c"): string[] =>
  read(text, format).rejected.map(({ reason }) => reason);

describe("a row of an IIS log", () => {
  it("becomes a typed record with its place in the file", () => {
    expect(read(`${header}\r\n${row}\r\n`).records).toEqual([
      {
        format: "iis-w3c",
        offset: header.length + 2,
        length: row.length + 2,
        at: Date.UTC(2026, 10, 22, 10),
        clock: "utc",
        method: "POST",
        stem: "/certsrv/mscep/mscep.dll",
        query: "operation=PKIOperation",
        clientIp: "10.1.9.9",
        userAgent: "profiled/1.0",
        forwardedFor: "",
        status: 200,
        substatus: 0,
        win32: 2_148_204_809,
        timeTakenMs: 1296,
        columns: header.slice("#Fields: ".length).split(" "),
        row,
      },
    ]);
  });

  it("is read by the names of the header that stands above it, in any order and with any further columns", () => {
    const found = read(
      `${header}\n${row}\n#Software: x\n#Fields: time-taken sc-status cs-host date c-ip time cs-uri-stem\n7 404 ndes01 2026-11-22 ::1 10:00:01 /a\n`,
    );
    expect(found.records).toMatchObject([
      { status: 200, timeTakenMs: 1296 },
      { status: 404, timeTakenMs: 7, clientIp: "::1", stem: "/a", method: "", query: "", win32: -1 },
    ]);
    expect(found.regions.map(({ name }) => name)).toEqual(["directive", "directive", "directive"]);
  });

  it("shows its fields under the names of the file", () => {
    const [record] = read("#Fields: date time cs(User-Agent) sc-status\n2026-11-22 10:00:00 - 200\n").records;
    expect(record && fieldsOf(record)).toEqual([
      ["date", "2026-11-22"],
      ["time", "10:00:00"],
      ["cs(User-Agent)", "-"],
      ["sc-status", "200"],
    ]);
  });

  it.each([
    ["X-Forwarded-For", "203.0.113.9", "203.0.113.9"],
    ["x-forwarded-for", "203.0.113.9,+10.0.0.1", "203.0.113.9"],
    ["OriginalIP", "2001:db8::1", "2001:db8::1"],
    ["True-Client-IP", "203.0.113.9:50211", "203.0.113.9"],
    ["X-Real-IP", "-", ""],
    ["contoso-forwarded-client", "203.0.113.9", "203.0.113.9"],
    ["Forwarded", 'for="[2001:db8::1]:80";proto=https', "2001:db8::1"],
    ["cs(X-Forwarded-For)", "203.0.113.9", "203.0.113.9"],
    ["X-Forwarded-Proto", "https", ""],
  ])("tells the forwarded address in a column named %s", (name, value, address) => {
    const found = read(`#Fields: date time c-ip ${name}\n2026-11-22 10:00:00 10.0.0.7 ${value}\n`);
    expect(found.records).toMatchObject([{ clientIp: "10.0.0.7", forwardedFor: address }]);
  });

  it.each([
    ["fewer words than the header", `${header}\n${row.slice(0, -5)}\n`, ["record.field-count"]],
    ["more words than the header", `${header}\n${row} 1\n`, ["record.field-count"]],
    ["no header above it", `${row}\n`, ["record.no-header"]],
    ["a day that does not exist", `${header}\n${row.replace("11-22", "02-30")}\n`, ["record.bad-time"]],
    [
      "a time that does not exist",
      `${header}\n${row.replace("10:00:00", "25:00:00")}\n`,
      ["record.bad-time"],
    ],
    [
      "the right count by accident, but words out of place",
      `${header}\n${row.replace("10.1.0.5", "ip address").replace(" - 200", " 200")}\n`,
      ["record.malformed"],
    ],
    ["a status that is no number", `${header}\n${row.replace(" 200 ", " OK ")}\n`, ["record.malformed"]],
    ["a torn end", `${header}\n${row}\r\n${row.slice(0, 50)}`, ["record.torn"]],
  ])("is rejected with %s", (_, text, expected) => expect(reasons(text)).toEqual(expected));

  it("at the end of a file needs no line end when it is whole", () => {
    expect(read(`${header}\n${row}`).records).toHaveLength(1);
  });

  it("that a crash glued to a new header loses itself, not the header", () => {
    const found = read(`${header}\n2026-11-22 10:0#Fields: date time cs-uri-stem\n2026-11-22 10:00:00 /a\n`);
    expect(found.rejected).toMatchObject([{ length: 15, reason: "record.torn" }]);
    expect(found.records).toMatchObject([{ stem: "/a" }]);
  });

  it("holds no property of Object under a hostile column name", () => {
    const found = read("#Fields: date time __proto__ constructor c-ip\n2026-11-22 10:00:00 a b 10.0.0.7\n");
    expect(found.records).toMatchObject([{ clientIp: "10.0.0.7", forwardedFor: "" }]);
  });

  it("is UTF-8 where the log is", () => {
    expect(read("#Fields: date time cs-uri-stem\n2026-11-22 10:00:00 /größe\n").records).toMatchObject([
      { stem: "/größe" },
    ]);
  });
});

describe("a reader that starts in the middle", () => {
  it("needs the header as context and nothing else", () => {
    const reader = openReader(startOf("iis-w3c"));
    reader.read(Buffer.from(`${header}\r\n`), nothingFound());
    expect(reader.context()).toBe(header);
    const resumed = openReader({ ...startOf("iis-w3c"), offset: 5_000, context: reader.context() });
    expect(readInPieces(resumed, Buffer.from(`${row}\r\n`)).records).toMatchObject([
      { offset: 5_000, status: 200 },
    ]);
  });
});

describe("a row of an HTTP.sys error log", () => {
  const before = "date time c-ip c-port s-ip s-port cs-version cs-method cs-uri";
  const start =
    "2026-11-22 10:00:00 10.1.9.9 50211 10.1.0.5 443 HTTP/1.1 GET /certsrv/mscep/mscep.dll?operation=GetCACaps";

  it.each([
    [
      "the first set of columns",
      `${before} sc-status s-siteid s-reason s-queuename`,
      `${start} 503 1 AppOffline SCEP`,
    ],
    [
      "with streamid",
      `${before} streamid sc-status s-siteid s-reason s-queuename`,
      `${start} - 503 1 AppOffline SCEP `,
    ],
    [
      "with streamid_ex and transport",
      `${before} streamid streamid_ex sc-status s-siteid s-reason s-queuename transport`,
      `${start} - - 503 1 AppOffline SCEP TCP`,
    ],
  ])("is read by name: %s", (_, fields, line) => {
    expect(read(`#Fields: ${fields}\r\n${line}\r\n`, "httperr").records).toMatchObject([
      {
        format: "httperr",
        at: Date.UTC(2026, 10, 22, 10),
        method: "GET",
        uri: "/certsrv/mscep/mscep.dll?operation=GetCACaps",
        clientIp: "10.1.9.9",
        clientPort: 50_211,
        status: 503,
        reason: "AppOffline",
        queue: "SCEP",
      },
    ]);
  });

  it("may lack the queue name, which is then empty", () => {
    const fields = `#Fields: ${before} sc-status s-siteid s-reason s-queuename\n`;
    const found = read(
      `${fields}${start} - 1 Timer_ConnectionIdle\n${start} - 1 Timer_ConnectionIdle - \n`,
      "httperr",
    );
    expect(found.records).toMatchObject([
      { reason: "Timer_ConnectionIdle", queue: "", status: -1 },
      { reason: "Timer_ConnectionIdle", queue: "", status: -1 },
    ]);
  });

  it("with words missing elsewhere is rejected", () => {
    const fields = `#Fields: ${before} sc-status s-siteid s-reason s-queuename transport\n`;
    expect(reasons(`${fields}${start} 503 1 AppOffline SCEP\n`, "httperr")).toEqual(["record.field-count"]);
  });
});
