import { describe, expect, test } from "vitest";
import type { Lookup } from "../../../../processors/contract/index.ts";
import { createPseudonyms, disguise, disguisedLookup } from "../../../../processors/pseudonyms/index.ts";
import { createMemoryStore } from "../../../../processors/state/index.ts";
import { madeRequest } from "../../../support/made-requests.ts";

const key = "a-key-of-the-test-0123456789";
const both = createPseudonyms({ users: true, devices: true, key });

describe("a pseudonym", () => {
  test("is the same for a value in any case, another for another value, and another with another key", () => {
    expect(both.of("alice@contoso.test")).toMatch(/^hidden-[0-9a-f]{20}$/);
    expect(both.of("Alice@Contoso.test")).toBe(both.of("alice@contoso.test"));
    expect(both.of("bob@contoso.test")).not.toBe(both.of("alice@contoso.test"));
    const other = createPseudonyms({ users: true, devices: true, key: `${key}x` });
    expect(other.of("alice@contoso.test")).not.toBe(both.of("alice@contoso.test"));
  });

  test.each([
    [{ users: true, devices: false }, ["userId", "subject"]],
    [{ users: false, devices: true }, ["deviceId", "subject"]],
    [{ users: true, devices: true }, ["userId", "deviceId", "subject"]],
  ] as const)("of %j stands for %j", (which, hidden) => {
    const pseudonyms = createPseudonyms({ ...which, key });
    const types = ["userId", "deviceId", "subject", "transactionId", "clientIp"] as const;
    expect(types.filter((type) => pseudonyms.hides(type)).sort()).toEqual([...hidden].sort());
  });
});

test("a disguise done twice changes nothing more", () => {
  const request = madeRequest({ id: "a", keys: [{ type: "userId", value: "alice" }] });
  const once = disguise(request, both);
  expect(disguise(once, both)).toEqual(once);
});

describe("who knows the real value", () => {
  async function store(): Promise<Lookup> {
    const made = createMemoryStore();
    const owned = await made.own("all");
    const keys = [
      { type: "userId", value: "alice@contoso.test" },
      { type: "transactionId", value: "AB12" },
    ] as const;
    const requests = ["a", "b"].map((id) => disguise(madeRequest({ id, keys }), both));
    await owned.commit({
      checkpoint: { position: "1", state: new Map() },
      requests,
      gone: [],
      hosts: [],
    });
    return disguisedLookup(made.lookup, both);
  }
  const ids = async (lookup: Lookup, value: string): Promise<readonly string[]> => {
    const { requests } = await lookup.list({ key: value }, { limit: 10, cursor: null });
    return requests.map(({ view }) => view.id).sort();
  };

  test("finds by it, by the pseudonym, and by what is not hidden; nobody finds another", async () => {
    const lookup = await store();
    for (const value of ["Alice@contoso.test", both.of("alice@contoso.test"), "ab12"])
      expect(await ids(lookup, value)).toEqual(["a", "b"]);
    expect(await ids(lookup, "bob@contoso.test")).toEqual([]);
    expect((await lookup.summary({ key: "alice@contoso.test" })).requests).toBe(2);
    expect((await lookup.summary({})).requests).toBe(2);
  });
});
