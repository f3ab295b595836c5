import { expect, test } from "vitest";
import type { Encoding } from "../../../../../collectors/contract/index.ts";
import { openStatusFileReader } from "../../../../../processors/records/status-file/index.ts";
import { coverage, onlyRecord, readInSlices } from "../../../../support/read-in-slices.ts";

interface Place {
  readonly path?: string;
  readonly encoding?: Encoding;
  readonly modifiedAt?: number | null;
}
const read = (text: string | Uint8Array, place: Place = {}): ReturnType<typeof readInSlices> =>
  readInSlices(
    openStatusFileReader,
    { format: "status-file", ...place },
    typeof text === "string" ? Buffer.from(text) : text,
  );

const paths: readonly (readonly [path: string, folder: string, fileName: string])[] = [
  ["CertificateRequestStatus/Processing/0F.CRS", "processing", "0F.CRS"],
  ["ndes01/c/CertificateRequestStatus/Succeed/a b.CRS", "succeed", "a b.CRS"],
  ["certificaterequeststatus\\FAILED\\x.crs", "failed", "x.crs"],
  ["Failed/kept/by/hand/x.crs", "failed", "x.crs"],
  ["Processing/old/Succeed/x.crs", "succeed", "x.crs"],
  ["failed-things/x.crs", "unknown", "x.crs"],
  ["x.crs", "unknown", "x.crs"],
];
test.each(paths)("%s is in the folder %s", (path, folder, fileName) => {
  expect(onlyRecord(read("a=1", { path }))).toMatchObject({ folder, fileName });
});

test("the record is the whole file, at its last change", () => {
  const at = Date.UTC(2026, 10, 22, 10);
  expect(onlyRecord(read("UserID=1\n", { modifiedAt: at }))).toMatchObject({
    offset: 0,
    length: 9,
    at,
    clock: "utc",
  });
  expect(onlyRecord(read("UserID=1\n"))).toMatchObject({ at: null, clock: "none" });
});

const texts: readonly (readonly [
  name: string,
  text: string,
  values: readonly (readonly [string, string])[],
])[] = [
  [
    "XML elements",
    "<?xml version='1.0'?>\r\n<Request xmlns='urn:x'><UserID> 12 </UserID><Thumbprint>AB&amp;C</Thumbprint><Empty/></Request>",
    [
      ["UserID", "12"],
      ["Thumbprint", "AB&C"],
      ["Empty", ""],
    ],
  ],
  [
    "XML attributes",
    "<Request UserID='12' DeviceID=\"ab\"/>",
    [
      ["UserID", "12"],
      ["DeviceID", "ab"],
    ],
  ],
  [
    "XML names in attributes",
    "<r><x name='UserID'>12</x><x key='DeviceID' value='ab'/></r>",
    [
      ["UserID", "12"],
      ["DeviceID", "ab"],
    ],
  ],
  ["XML with prefixes", "<a:r xmlns:a='urn:a'><a:UserID>12</a:UserID></a:r>", [["UserID", "12"]]],
  [
    "XML that was torn",
    "<Request><UserID>12</UserID><Thumbprint>AB</Thumbprint><Seri",
    [
      ["UserID", "12"],
      ["Thumbprint", "AB"],
    ],
  ],
  [
    "JSON",
    '{"UserID":"12","Certificate":{"Thumbprint":"AB","Days":365,"Revoked":false,"Next":null},"__proto__":"x"}',
    [
      ["UserID", "12"],
      ["Thumbprint", "AB"],
      ["Days", "365"],
      ["Revoked", "false"],
      ["Next", ""],
      ["__proto__", "x"],
    ],
  ],
  [
    "a JSON array",
    '[{"UserID":"12"},{"UserID":"13"}]',
    [
      ["UserID", "12"],
      ["UserID", "13"],
    ],
  ],
  [
    "key=value",
    "UserID=12\r\nSubject=CN=a,O=b\n\nnonsense\n",
    [
      ["UserID", "12"],
      ["Subject", "CN=a,O=b"],
    ],
  ],
  [
    "key: value",
    'User ID : 12\nUrl: https://x.test/\n"Quoted": "a b"',
    [
      ["User ID", "12"],
      ["Url", "https://x.test/"],
      ["Quoted", "a b"],
    ],
  ],
  [
    "pairs in one line",
    "UserID=12;DeviceID=ab;",
    [
      ["UserID", "12"],
      ["DeviceID", "ab"],
    ],
  ],
  ["a value with a semicolon", "Subject=CN=a;b", [["Subject", "CN=a;b"]]],
  ["an unknown syntax", "certainly nothing", []],
  ["an empty file", "", []],
];
test.each(texts)("%s gives its values in order", (_, text, values) => {
  expect(onlyRecord(read(text))).toMatchObject({ values });
});

const encodings: readonly (readonly [encoding: Encoding, bytes: Buffer])[] = [
  ["utf-8", Buffer.from("\uFEFFUserID=Zoë")],
  ["utf-8", Buffer.from("UserID=Zoë", "latin1")],
  ["utf-16le", Buffer.from("\uFEFFUserID=Zoë", "utf16le")],
  ["utf-16be", Buffer.from("\uFEFFUserID=Zoë", "utf16le").swap16()],
  ["windows-1252", Buffer.from("UserID=Zoë", "latin1")],
];
test.each(encodings)("a file in %s is read", (encoding, bytes) => {
  expect(onlyRecord(read(bytes, { encoding }))).toMatchObject({
    length: bytes.length,
    values: [["UserID", "Zoë"]],
  });
});

test("a file with a DTD, or too long a one, is rejected whole", () => {
  const dtd = "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><r><UserID>&x;</UserID></r>";
  expect(coverage(read(dtd))).toEqual([{ offset: 0, length: dtd.length, kind: "record.entity" }]);
  expect(coverage(read(Buffer.alloc((1 << 20) + 1, 0x61)))).toEqual([
    { offset: 0, length: (1 << 20) + 1, kind: "record.too-long" },
  ]);
});

test("deep nesting costs the values below it, not the record", () => {
  for (const text of [
    "[".repeat(50_000),
    `${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`,
    "<a>".repeat(50_000),
  ]) {
    expect(onlyRecord(read(text))).toMatchObject({ values: [] });
  }
});
