import { expect, test } from "vitest";

import { figure, printTable, ratio } from "../../bench/table.ts";

test("words stand left, figures right, notes below", () => {
  const table = {
    title: "Speed",
    columns: ["program", "ms", ""],
    rows: [
      ["wc", "9.80", ""],
      ["goaccess", "310", "not all rows"],
    ],
    notes: ["Median."],
  };
  expect(printTable(table).split("\n")).toEqual([
    "Speed",
    "",
    "program     ms",
    "--------  ----  ------------",
    "wc        9.80",
    "goaccess   310  not all rows",
    "Median.",
    "",
  ]);
});

test.each([
  [null, "-"],
  [Number.NaN, "-"],
  [0.123, "0.12"],
  [12.34, "12.3"],
  [1234.5, "1235"],
])("%s is printed as %s", (value, text) => {
  expect(figure(value)).toBe(text);
});

test("a ratio to nothing or of nothing is not known", () => {
  expect([ratio(1, 0), ratio(1, null), ratio(null, 1), ratio(3, 2)]).toEqual([null, null, null, 1.5]);
});
