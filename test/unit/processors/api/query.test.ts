import { expect, test } from "vitest";
import { overviewQuery } from "../../../../processors/api/query.ts";

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
