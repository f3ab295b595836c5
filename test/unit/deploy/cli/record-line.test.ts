import { expect, test } from "vitest";
import { openReader } from "../../../../processors/index.ts";
import type { Found, LogRecord } from "../../../../processors/index.ts";
import type { Format } from "../../../../collectors/contract/index.ts";
import { recordLine, rejectedLine } from "../../../../deploy/cli/record-line.ts";

function recordsOf(format: Format, text: string): readonly LogRecord[] {
  const found: Found = { records: [], rejected: [], regions: [] };
  const file = { id: "1", host: "", path: "a.log", format, encoding: "utf-8", modifiedAt: null } as const;
  const reader = openReader({ file, offset: 0, context: "" });
  reader.read(Buffer.from(text), found);
  reader.end(found);
  return found.records;
}

const linesOf = (format: Format, text: string): unknown[] =>
  recordsOf(format, text).map((record) => JSON.parse(recordLine('"a.log"', record)));

const header = "#Fields: date time cs-method cs-uri-stem cs(User-Agent) sc-status\n";

test("a row has its fields under the names of its header, with its place and time", () => {
  expect(linesOf("iis-w3c", `${header}2026-11-22 10:00:00 GET /a - 200\n`)).toEqual([
    {
      path: "a.log",
      offset: header.length,
      length: 33,
      format: "iis-w3c",
      at: "2026-11-22T10:00:00.000Z",
      fields: {
        date: "2026-11-22",
        time: "10:00:00",
        "cs-method": "GET",
        "cs-uri-stem": "/a",
        "cs(User-Agent)": "-",
        "sc-status": "200",
      },
    },
  ]);
});

const message = `MIAGCSqGSIb3DQEHAqCAMIACAQExDzANBglghkgBZQMEAgEF${"AbC+/9dE".repeat(40)}`;

test.each([
  [
    "in a row",
    "iis-w3c",
    `${header}2026-11-22 10:00:00 GET ?operation=PKIOperation&message=${message}%3D - 200\n`,
  ],
  [
    "in a row that needs escapes",
    "iis-w3c",
    `${header}2026-11-22 10:00:00 GET "?operation=PKIOperation&message=${message} - 200\n`,
  ],
  [
    "in a trace",
    "svclog",
    `<E2ETraceEvent xmlns="http://schemas.microsoft.com/2004/06/E2ETraceEvent"><System xmlns="http://schemas.microsoft.com/2004/06/windows/eventlog/system"><EventID>0</EventID><TimeCreated SystemTime="2026-11-22T10:00:00.0000000Z" /></System><ApplicationData>CSR &lt;${message}&gt; of a\r\n${message.match(/.{1,64}/g)?.join("\r\n")}\r\n&lt;</ApplicationData></E2ETraceEvent>\n`,
  ],
  ["in a line", "text", `GET https://ndes/?operation=PKIOperation&message=${message}\n`],
] as const)("of a SCEP message %s only the length is printed", (_, format, text) => {
  const printed = recordsOf(format, text)
    .map((record) => recordLine('"a.log"', record))
    .join("\n");
  expect(printed).toContain(" characters]");
  expect(printed).not.toContain("DQEHAqCA");
  expect(printed).not.toContain("AbC+/9dE");
});

test.each(['/a"b', "/a\\b", "/caf\u00e9", "/\u{1f600}", "/a\u0001b"])(
  "a value such as %j comes through unchanged",
  (stem) => {
    expect(linesOf("iis-w3c", `${header}2026-11-22 10:00:00 GET ${stem} x 200\n`)).toMatchObject([
      { fields: { "cs-uri-stem": stem } },
    ]);
  },
);

test("a name that comes twice has a list of values, and hostile names are only names", () => {
  const values = [
    ["a", "1"],
    ["__proto__", "2"],
    ["a", "3"],
    ["constructor", "4"],
  ] as const;
  const record: LogRecord = {
    format: "status-file",
    offset: 0,
    length: 1,
    at: null,
    clock: "none",
    folder: "failed",
    fileName: "X",
    values,
  };
  const line = recordLine('"x"', record);
  expect(line).toContain(
    '"fields":{"folder":"failed","file":"X","a":["1","3"],"__proto__":"2","constructor":"4"}',
  );
});

test("a clock without a zone is printed without one", () => {
  const text: LogRecord = {
    format: "text",
    offset: 0,
    length: 1,
    at: 3_723_004.5,
    clock: "local",
    text: "x",
  };
  expect(recordLine('"x"', text)).toContain('"at":"1970-01-01T01:02:03.004"');
  expect(recordLine('"x"', { ...text, clock: "time-of-day" })).toContain('"at":"01:02:03.004Z"');
  expect(recordLine('"x"', { ...text, clock: "none", at: null })).toContain('"at":null');
});

test("a rejected range has its reason", () => {
  expect(rejectedLine('"x"', { offset: 1, length: 2, reason: "record.torn" })).toBe(
    '{"path":"x","offset":1,"length":2,"rejected":"record.torn"}',
  );
});
