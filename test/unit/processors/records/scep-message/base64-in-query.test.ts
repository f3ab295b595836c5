import { expect, it } from "vitest";
import { base64InQuery } from "../../../../../processors/records/scep-message/base64-in-query.ts";

it("letters are read, as they stand or as percent codes", () => {
  expect(Buffer.from(base64InQuery("QUJD%2B%2B%2B%2B") ?? []).toString("latin1")).toBe(
    "ABC\u00fb\u00ef\u00be",
  );
});

it("what is too long for the room is left to the tolerant path, and not cut", () => {
  expect(base64InQuery("QUJD".repeat(20_000))).toBeNull();
});
