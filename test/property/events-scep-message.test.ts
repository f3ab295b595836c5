import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { base64InQuery } from "../../processors/records/scep-message/base64-in-query.ts";
import { base64Text } from "../../processors/records/scep-message/base64-text.ts";
import { decodeScepMessage, scepMessageFromQuery } from "../../processors/records/scep-message/index.ts";
import type { ScepMessage } from "../../processors/records/scep-message/index.ts";
import { messageFromLibrary } from "../../processors/records/scep-message/message-from-library.ts";
import { messageFromWalk } from "../../processors/records/scep-message/message-from-walk.ts";
import { asIndefinite, scepMessage, testSigner } from "../support/scep-messages.ts";
import type { TestSigner } from "../support/scep-messages.ts";

let signer: TestSigner;
let messages: readonly Uint8Array[];

beforeAll(async () => {
  signer = await testSigner("device 0099");
  const request = await scepMessage(signer, { contentBytes: 1500 });
  const failure = await scepMessage(signer, {
    messageType: "3",
    pkiStatus: "2",
    failInfo: "1",
    hresult: "-2146875392",
  });
  messages = [request, failure, asIndefinite(request), asIndefinite(failure)];
});

test("the walk and the library read the same from any message, in either encoding", async () => {
  const printable = fc.string({
    unit: fc.constantFrom(...Array.from("ABCdef019+/=-:()'. ")),
    minLength: 1,
    maxLength: 60,
  });
  const wish = fc.record(
    {
      messageType: fc.constantFrom("3", "17", "19", "20"),
      transactionId: printable,
      pkiStatus: fc.constantFrom("0", "2", "3"),
      failInfo: fc.constantFrom("0", "1", "2", "3", "4"),
      hresult: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map(String),
      failInfoText: fc.string({ unit: "grapheme", maxLength: 40 }),
      contentBytes: fc.nat(5000),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(wish, async (wanted) => {
      const der = await scepMessage(signer, wanted);
      const expected = messageFromLibrary(der);
      expect(expected?.transactionId).toBe(
        wanted.transactionId ?? "0123456789ABCDEF0123456789ABCDEF01234567",
      );
      for (const message of [der, asIndefinite(der), asIndefinite(der, 500)]) {
        expect(messageFromWalk(message)).toEqual(expected);
        expect(messageFromLibrary(message)).toEqual(expected);
      }
    }),
    { numRuns: 40 },
  );
});

test("a message that is cut anywhere is never called whole, and tells nothing that the whole does not", () => {
  fc.assert(
    fc.property(fc.nat(3), fc.nat(10_000), (index, at) => {
      const message = messages[index] ?? new Uint8Array();
      const whole = decodeScepMessage(message);
      const cut = decodeScepMessage(message.subarray(0, at % message.length));
      expect(["cut", "unreadable"]).toContain(cut.status);
      for (const key of Object.keys(whole) as (keyof ScepMessage)[]) {
        if (key !== "status") expect([whole[key], "", 0, null]).toContainEqual(cut[key]);
      }
    }),
    { numRuns: 200 },
  );
});

test("damaged and random bytes never throw", () => {
  const change = fc.record({ at: fc.nat(10_000), put: fc.uint8Array({ minLength: 1, maxLength: 3 }) });
  fc.assert(
    fc.property(
      fc.nat(3),
      fc.array(change, { minLength: 1, maxLength: 6 }),
      fc.uint8Array({ maxLength: 300 }),
      (index, changes, noise) => {
        const bytes = Buffer.from(messages[index] ?? []);
        for (const { at, put } of changes)
          bytes.set(put.subarray(0, bytes.length - (at % bytes.length)), at % bytes.length);
        expect(decodeScepMessage(bytes).status).toBeTypeOf("string");
        expect(decodeScepMessage(noise).status).toBeTypeOf("string");
      },
    ),
    { numRuns: 200 },
  );
});

test("any query is read or refused, never thrown at", () => {
  const part = fc.constantFrom(
    "operation=PKIOperation",
    "&",
    "?",
    "message=",
    "%",
    "%2",
    "%2B",
    "+",
    "...",
    "MIAGCSqGSIb3DQEHAqCA",
    "=",
    " ",
    "\u0000",
    "é",
    "%25",
    "..",
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
      const message = scepMessageFromQuery(parts.join(""));
      expect(message === null || typeof message.status === "string").toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test("what the fast path takes of a query is what the tolerant one reads", () => {
  const written = fc.constantFrom(...Array.from("ABCDxyz019+/"), "%2B", "%2b", "%2F", "%41", "=", "%3D");
  const odd = fc.constantFrom(
    ...Array.from("%&= -_.~é\u0142\r"),
    ...["%2", "%25", "%26", "%0A", "%20", "%E9", "..", "\u{1F600}"],
  );
  const part = fc.oneof({ weight: 12, arbitrary: written }, { weight: 1, arbitrary: odd });
  let taken = 0;
  fc.assert(
    fc.property(fc.array(part, { maxLength: 24 }), (parts) => {
      const value = parts.join("");
      const fast = base64InQuery(value);
      if (fast === null) return;
      taken += 1;
      const text = base64Text(value);
      expect(text).not.toBe("");
      expect(Buffer.from(fast).toString("hex")).toBe(Buffer.from(text, "base64").toString("hex"));
    }),
    { numRuns: 2000 },
  );
  expect(taken).toBeGreaterThan(400);
});
