import { describe, expect, it } from "vitest";
import type { KeyType } from "../../../../../processors/contract/index.ts";
import { strongKeyTypes, weakKeyTypes } from "../../../../../processors/contract/index.ts";
import { conflict, joinNames, singleKeys } from "../../../../../processors/requests/joins/key-index.ts";
import { observed } from "../../../../support/observed.ts";

type Told = Readonly<Partial<Record<KeyType, string>>>;

const holding = (...all: readonly Told[]) => all.map((keys) => observed("other", "run.note", { keys }));

describe("the names to join by", () => {
  it("come from every strong key, and from no weak one", () => {
    for (const type of strongKeyTypes) expect(joinNames(holding({ [type]: "V" }))).toHaveLength(1);
    for (const type of weakKeyTypes) expect(joinNames(holding({ [type]: "V" }))).toEqual([]);
  });

  it("differ by type: one value under two types is two names", () => {
    expect(joinNames(holding({ thumbprint: "AA" }))).not.toEqual(joinNames(holding({ serialNumber: "AA" })));
  });

  it("come once each, in the order in which they are first written, however many there are", () => {
    const values = Array.from({ length: 100 }, (_, index) => `V${index}`);
    const told = [...values, ...values.toReversed()].map((thumbprint) => ({ thumbprint }));
    expect(joinNames(holding(...told))).toEqual(values.map((value) => `thumbprint ${value}`));
  });

  it("of a public key's hash and of the transaction that jscep makes of it have one in common", () => {
    const value = "0123456789abcdef0123456789abcdef01234567";
    const names = new Set(joinNames(holding({ spkiHash: value })));
    expect(joinNames(holding({ transactionId: value.toUpperCase() })).some((name) => names.has(name))).toBe(
      true,
    );
  });
});

describe("two holders conflict", () => {
  it.each([
    {
      name: "with two transactions",
      a: [{ transactionId: "A" }],
      b: [{ transactionId: "B" }],
      expected: true,
    },
    { name: "with two certificates", a: [{ thumbprint: "A" }], b: [{ thumbprint: "B" }], expected: true },
    {
      name: "with two serial numbers",
      a: [{ serialNumber: "1" }],
      b: [{ serialNumber: "2" }],
      expected: true,
    },
    { name: "not with one", a: [{ transactionId: "A" }], b: [{ transactionId: "A" }], expected: false },
    {
      name: "not where one is silent",
      a: [{ transactionId: "A" }],
      b: [{ thumbprint: "B" }],
      expected: false,
    },
    {
      name: "not where one holds both",
      a: [{ thumbprint: "A" }, { thumbprint: "B" }],
      b: [{ thumbprint: "B" }],
      expected: false,
    },
    {
      name: "not with two activities: a request has many",
      a: [{ activityId: "a" }],
      b: [{ activityId: "b" }],
      expected: false,
    },
    { name: "not with two weak keys", a: [{ deviceId: "a" }], b: [{ deviceId: "b" }], expected: false },
    {
      name: "not with a transaction and the hash of a key: only jscep makes them one",
      a: [{ transactionId: "A" }],
      b: [{ spkiHash: "ab" }],
      expected: false,
    },
    {
      name: "with two transactions, though the certificate is the same",
      a: [{ transactionId: "A", thumbprint: "C" }],
      b: [{ transactionId: "B", thumbprint: "C" }],
      expected: true,
    },
  ] satisfies readonly { name: string; a: readonly Told[]; b: readonly Told[]; expected: boolean }[])(
    "$name",
    ({ a, b, expected }) => {
      const [left, right] = [singleKeys(joinNames(holding(...a))), singleKeys(joinNames(holding(...b)))];
      expect([conflict(left, right), conflict(right, left)]).toEqual([expected, expected]);
    },
  );
});
