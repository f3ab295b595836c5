import { expect, test } from "vitest";
import { terminalOf } from "../../../../deploy/runtime/terminal.ts";

const cases: readonly (readonly [string, Record<string, string>, boolean, { color?: boolean }, boolean])[] = [
  ["a terminal has colours", {}, true, {}, true],
  ["a pipe has none", {}, false, {}, false],
  ["NO_COLOR takes them away", { NO_COLOR: "1" }, true, {}, false],
  ["an empty NO_COLOR does not", { NO_COLOR: "" }, true, {}, true],
  ["FORCE_COLOR brings them into a pipe", { FORCE_COLOR: "1" }, false, {}, true],
  ["FORCE_COLOR=0 takes them away", { FORCE_COLOR: "0" }, true, {}, false],
  ["NO_COLOR is stronger than FORCE_COLOR", { NO_COLOR: "1", FORCE_COLOR: "1" }, true, {}, false],
  ["--no-color is stronger than all", { FORCE_COLOR: "1" }, true, { color: false }, false],
  ["a dumb terminal has none", { TERM: "dumb" }, true, {}, false],
];

test.each(cases)("%s", (_, env, isOutTerminal, flags, isColourful) => {
  const facts = { env, isOutTerminal, isErrorTerminal: isOutTerminal, columns: undefined };
  expect(terminalOf(facts, flags).isColourful).toBe(isColourful);
});

test.each([
  [120, {}, 120],
  [12, {}, 40],
  [undefined, {}, 100],
  [undefined, { COLUMNS: "77" }, 77],
  [undefined, { COLUMNS: "wide" }, 100],
])("with %s columns and %j the width is %i", (columns, env, width) => {
  expect(terminalOf({ env, isOutTerminal: false, isErrorTerminal: false, columns }, {}).width).toBe(width);
});
