import { createHash, X509Certificate } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import {
  decodeScepMessage,
  readScepInput,
  scepMessageFromQuery,
  scepMessageToText,
} from "../../../../../processors/records/scep-message/index.ts";
import { messageFromLibrary } from "../../../../../processors/records/scep-message/message-from-library.ts";
import { messageFromWalk } from "../../../../../processors/records/scep-message/message-from-walk.ts";
import {
  asIndefinite,
  certificatesOnly,
  scepMessage,
  testSigner,
} from "../../../../support/scep-messages.ts";
import type { TestSigner } from "../../../../support/scep-messages.ts";

let signer: TestSigner;
let request: Uint8Array;
let failure: Uint8Array;

beforeAll(async () => {
  signer = await testSigner("device 0042");
  request = await scepMessage(signer, { contentBytes: 6000, transactionId: "ABCDEF0123" });
  failure = await scepMessage(signer, {
    messageType: "3",
    pkiStatus: "2",
    failInfo: "2",
    hresult: "-2147024809",
    failInfoText: "no, Zoë",
  });
});

test("a request tells its attributes, its algorithms and who signed it", () => {
  const certificate = new X509Certificate(Buffer.from(signer.certificate.toSchema().toBER()));
  const spki = certificate.publicKey.export({ type: "spki", format: "der" });
  expect(decodeScepMessage(request)).toEqual({
    status: "whole",
    messageType: "19",
    pkiStatus: "",
    failInfo: "",
    failInfoText: "",
    transactionId: "ABCDEF0123",
    senderNonce: "000102030405060708090a0b0c0d0e0f",
    recipientNonce: "",
    hresult: "",
    digestAlgorithm: "SHA-256",
    contentEncryption: "AES-256-CBC",
    contentKeyBits: 256,
    signer: {
      subject: "CN=device 0042, O=Contoso Test",
      selfSigned: true,
      serialNumber: "1267",
      thumbprint: certificate.fingerprint.replaceAll(":", ""),
      spkiHash: createHash("sha1").update(spki).digest("hex"),
      publicKeyHash: createHash("sha1")
        .update(certificate.publicKey.export({ type: "pkcs1", format: "der" }))
        .digest("hex"),
    },
  });
});

test("a failed answer tells the reason and Microsoft's error code", () => {
  expect(decodeScepMessage(failure)).toMatchObject({
    status: "whole",
    messageType: "3",
    pkiStatus: "2",
    failInfo: "2",
    failInfoText: "no, Zoë",
    hresult: "0x80070057",
    contentEncryption: "",
  });
});

test("the walk says what the library says, in DER and with indefinite lengths", () => {
  for (const message of [request, failure, asIndefinite(request), asIndefinite(failure)]) {
    const expected = messageFromLibrary(message);
    expect(expected?.status).toBe("whole");
    expect(messageFromWalk(message)).toEqual(expected);
  }
});

test("a message whose every octet string stands in pieces, which the library refuses, is read all the same", () => {
  const pieces = asIndefinite(request, 100);
  expect(messageFromLibrary(pieces)).toBeNull();
  expect(decodeScepMessage(pieces)).toEqual(decodeScepMessage(request));
});

test("certificates alone are a message of another kind", () => {
  expect(decodeScepMessage(certificatesOnly(signer))).toMatchObject({ status: "foreign", transactionId: "" });
});

test.each([
  ["nothing", Buffer.alloc(0)],
  ["text", Buffer.from("hello")],
  ["zeros", Buffer.alloc(500)],
  ["a lone header", Buffer.from("30820fff", "hex")],
  ["elements without end, one in the other", Buffer.alloc(300_000, Buffer.from("3080", "hex"))],
])("%s is unreadable", (_, bytes) => {
  expect(decodeScepMessage(bytes).status).toBe("unreadable");
});

test("a message that was cut tells what stands before the cut", () => {
  const whole = messageFromWalk(asIndefinite(request));
  const cut = decodeScepMessage(asIndefinite(request).subarray(0, 3000));
  expect(cut).toMatchObject({
    status: "cut",
    transactionId: "",
    digestAlgorithm: "SHA-256",
    contentEncryption: "AES-256-CBC",
    signer: null,
  });
  const late = decodeScepMessage(request.subarray(0, request.length - 100));
  expect(late).toMatchObject({ ...whole, status: "cut" });
});

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const forms: readonly (readonly [name: string, query: () => string])[] = [
  ["percent-encoded", () => `operation=PKIOperation&message=${encodeURIComponent(base64(request))}`],
  ["with + / = as they are", () => `operation=PKIOperation&message=${base64(request)}`],
  [
    "encoded twice",
    () => `operation=PKIOperation&message=${encodeURIComponent(encodeURIComponent(base64(request)))}`,
  ],
  [
    "with blanks for +, encoded",
    () => `operation=PKIOperation&message=${base64(request).replaceAll("+", "%20")}`,
  ],
  [
    "in a URL",
    () =>
      `https://ndes01.contoso.test/certsrv/mscep/mscep.dll/pkiclient.exe?operation=PKIOperation&message=${base64(request)}`,
  ],
  [
    "in another order and case",
    () => `message=${encodeURIComponent(base64(request))}&OPERATION=pkioperation`,
  ],
  [
    "with encoded line breaks",
    () =>
      `operation=PKIOperation&message=${encodeURIComponent(base64(request).replace(/.{64}/gu, "$&\r\n"))}`,
  ],
  [
    "with + for line breaks that a log could not print",
    () =>
      `operation=PKIOperation&message=${encodeURIComponent(base64(request)).replace(/(?:[^%]|%..){64}/gu, "$&+")}`,
  ],
  [
    "in a line of a console, with a backslash behind it",
    () =>
      `Performing synchronous URL request: https://x.test/mscep.dll?operation=PKIOperation&message=${base64(request)}\\ `,
  ],
];
test.each(forms)("a query's message is read %s", (_, query) => {
  expect(scepMessageFromQuery(query())).toEqual(decodeScepMessage(request));
});

test("a query's message that was cut or elided says so", () => {
  const query = `operation=PKIOperation&message=${encodeURIComponent(base64(request))}`;
  for (const cut of [
    query.slice(0, 4096),
    `${query.slice(0, 4000)}...`,
    `${query.slice(0, 4000)}…`,
    `${query.slice(0, 4000)}%2`,
  ]) {
    expect(scepMessageFromQuery(cut)).toMatchObject({
      status: "cut",
      contentEncryption: "AES-256-CBC",
      transactionId: "",
    });
  }
});

test.each([
  "operation=PKIOperation",
  "operation=PKIOperation&message=...",
  "operation=PKIOperation&message=",
  "...",
  "-",
  "",
  "operation=GetCACert&message=MIIabc",
])("the query %j has no message", (query) => {
  expect(scepMessageFromQuery(query)).toBeNull();
});

test("a person may give a message as DER, PEM, base64, or a whole URL", () => {
  const pem = `-----BEGIN PKCS7-----\n${base64(request).replace(/.{64}/gu, "$&\n")}\n-----END PKCS7-----\n`;
  const inputs = [
    request,
    Buffer.from(pem),
    Buffer.from(`${base64(request)}\n`),
    Buffer.from(`operation=PKIOperation&message=${base64(request)}`),
  ];
  for (const input of inputs) expect(readScepInput(input)).toEqual(decodeScepMessage(request));
  expect(readScepInput(Buffer.from("what is this?")).status).toBe("unreadable");
});

test("in words, a message shows its attributes and marks what is inferred", () => {
  const text = scepMessageToText(decodeScepMessage(request));
  expect(text).toContain("19 PKCSReq");
  expect(text).toContain("ABCDEF0123");
  expect(text).toContain("AES-256-CBC, 256 bit");
  expect(text).toMatch(/Inferred: .*key of its request/u);
  expect(scepMessageToText(decodeScepMessage(failure))).toMatch(
    /2 FAILURE[\s\S]*badRequest[\s\S]*0x80070057/u,
  );
});

test("in words, control characters from a stranger do not reach the terminal", async () => {
  const hostile = await scepMessage(signer, { messageType: "3", failInfoText: "\u001B[2J\u202Etxt" });
  expect(scepMessageToText(decodeScepMessage(hostile))).not.toMatch(/[\u001B\u202E]/u);
});
