import { expect, test } from "vitest";
import { codeParts, markdownOf } from "../../../../processors/contract/index.ts";

test("what stands between backticks is code, all else is not", () => {
  expect(codeParts("Run `a | b`, then `c`.")).toEqual([
    { text: "Run ", isCode: false },
    { text: "a | b", isCode: true },
    { text: ", then ", isCode: false },
    { text: "c", isCode: true },
    { text: ".", isCode: false },
  ]);
  expect(codeParts("`a`")).toEqual([{ text: "a", isCode: true }]);
  expect(codeParts("")).toEqual([]);
});

test("as Markdown code is as it is typed, and what is none says what it says", () => {
  expect(markdownOf("<a>_b: `HKLM:\\x | y_z`")).toBe("\\<a\\>\\_b: `HKLM:\\x | y_z`");
});
