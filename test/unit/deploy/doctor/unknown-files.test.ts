import { expect, test } from "vitest";
import { unknownFiles } from "../../../../deploy/doctor/unknown-files.ts";

test("files that are left alone are counted in groups of digits, with one of them as an example", () => {
  const files = Array.from({ length: 1200 }, (_, index) => {
    return { path: `${index}.md`, bytes: 1, reason: "file.unknown-format", detail: "" } as const;
  });
  expect(unknownFiles("logs", files)).toMatchObject([
    {
      level: "ok",
      what: "1,200 files below logs are no logs that are known, and are left alone, such as 0.md",
    },
  ]);
});
