import { expect, test } from "vitest";
import { unknownKey } from "../../../../../deploy/cli/analyze/unknown-key.ts";

test.each(["251E", "5a1f-…", "{5A1F0C3}"])(
  "of %s, which is too short to be a beginning, that is said",
  (key) => {
    expect(unknownKey(key)).toMatchObject({
      remedy: expect.stringMatching(/^give 8 characters of it or more.*take a key from/),
    });
  },
);

test.each(["251E592A", "ndes01", "5a1f0c3e-1…"])("of %s no more is asked", (key) => {
  expect(unknownKey(key)).toMatchObject({ remedy: expect.stringMatching(/^take a key from/) });
});
