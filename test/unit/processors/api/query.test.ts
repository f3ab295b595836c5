import { expect, test } from "vitest";
import { filterQuery, overviewQuery, toFilter } from "../../../../processors/api/query.ts";

const read = (query: string): unknown => overviewQuery.read(`http://localhost/${query}`);

test("the overview looks back as far as a range that there is", () => {
  expect(read("?range=7d")).toEqual({ range: "7d" });
  for (const none of ["", "?range="]) expect(read(none)).toEqual({});
});

test.each(["99y", "7D", "constructor", "all,7d"])(
  "the range %s is refused, with those that there are: to show everything instead would look like an answer",
  (range) => {
    const refused = { status: 400, detail: expect.stringMatching(/^range: give one of 15m, .*, all$/) };
    expect(() => read(`?range=${range}`)).toThrow(
      expect.objectContaining({ problem: expect.objectContaining(refused) }),
    );
  },
);

const keyOf = (key: string): unknown =>
  toFilter(filterQuery.read(`http://localhost/?key=${encodeURIComponent(key)}`)).key;

test.each([
  [" 251E592A ", "251E592A"],
  ["{5A1F0C3E-0000-4000-8000-000000000001}", "5A1F0C3E-0000-4000-8000-000000000001"],
  ["\u200e00 11 22 33 44 55 66 77 88 99 aa bb", "00112233445566778899aabb"],
  ["00:11:22:33:44:55:66:77:88:99:AA:BB", "00112233445566778899AABB"],
  ["0ea4b855 876bc59e\u00a0 a3d64b5b", "0ea4b855876bc59ea3d64b5b"],
])("%o is looked for as %s: so logs are read, whatever it was copied from", (written, wanted) => {
  expect(keyOf(written)).toBe(wanted);
});

test.each([
  "fe80::12:34",
  "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
  "dead beef",
  "20:01:0d:b8:00:00:00:01",
  "{not a guid}",
  "SCEP 12 ab",
  "ca01/4711",
  "a:b",
])("%s is looked for as it is written", (written) => expect(keyOf(written)).toBe(written));
