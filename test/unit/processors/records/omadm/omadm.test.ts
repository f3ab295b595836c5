import { describe, expect, it } from "vitest";
import { openReader } from "../../../../../processors/records/index.ts";
import { flawOf, readInPieces, startOf } from "../../../../support/read-records.ts";

function read(text: string) {
  const found = readInPieces(openReader(startOf("omadm")), Buffer.from(text, "utf8"));
  expect(flawOf(found, Buffer.byteLength(text))).toBeNull();
  return found;
}

describe("a line of Android's OMADM.log", () => {
  it.each([
    [
      "with the word Event",
      "2026-11-22T10:00:00.2500000  VERB  Event  org.jscep.A  18327    10  There are 1 requests\n",
    ],
    [
      "with tabs",
      "2026-11-22T10:00:00.2500000\tVERB\tEvent\torg.jscep.A\t18327\t10\tThere are 1 requests\r\n",
    ],
    [
      "with one blank before the text",
      "2026-11-22T10:00:00.2500000  VERB  Event  org.jscep.A  18327     10 There are 1 requests\n",
    ],
    [
      "without the word, with a padded thread",
      "2026-11-22T10:00:00.2500000 VERB org.jscep.A 18327 00010 There are 1 requests",
    ],
  ])("is read %s", (_, text) => {
    expect(read(text).records).toEqual([
      {
        format: "omadm",
        offset: 0,
        length: text.length,
        at: Date.UTC(2026, 10, 22, 10, 0, 0, 250),
        clock: "local",
        level: "VERB",
        source: "org.jscep.A",
        processId: "18327",
        thread: "10",
        text: "There are 1 requests",
      },
    ]);
  });

  it("goes on with the lines that have no stamp", () => {
    const found = read(
      "2026-11-22T10:00:00.8209999  WARN  a.B  1  2  failed\r\n\tat a.B.c\r\n\tat d\r\n2026-11-22T10:00:01.0  INFO  a.B  1  2  next\r\n",
    );
    expect(found.records).toMatchObject([
      { text: "failed\n\tat a.B.c\n\tat d", level: "WARN" },
      { text: "next" },
    ]);
  });

  it.each([
    [
      "lines in front of the first stamp",
      "at a.B.c\n\n2026-11-22T10:00:00.0  A  b  1  1  x\n",
      "record.malformed",
    ],
    ["a line of another grammar", "2026-11-22T10:00:00.0 something else\n", "record.malformed"],
    ["a moment that does not exist", "2026-11-31T10:00:00.0  A  b  1  1  x\n", "record.bad-time"],
  ])("%s are rejected", (_, text, reason) =>
    expect(read(text).rejected).toMatchObject([{ offset: 0, reason }]),
  );
});
