import { expect, test } from "vitest";
import { notWritable } from "../../../../deploy/errors/not-writable.ts";

test.each([
  ["EACCES", "give the user of the service that right"],
  ["ENOSPC", "make room on it"],
  ["EDQUOT", "make room on it"],
])("of a data folder that cannot be written to because of %s it is said what to do: %s", (code, remedy) => {
  const error = Object.assign(new Error(`${code}: of a test`), { code });
  expect(notWritable("/srv/state", error).remedy).toBe(
    `${remedy}, or choose another with \`--data\` or \`dataFolder\``,
  );
});
