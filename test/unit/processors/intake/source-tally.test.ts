import { expect, it } from "vitest";
import { countFound, createSourceTally } from "../../../../processors/intake/source-tally.ts";
import { iis } from "../observations/record-literals.ts";

const file = {
  id: "1",
  host: "",
  path: "u_ex1.log",
  format: "iis-w3c",
  encoding: "utf-8",
  modifiedAt: null,
} as const;

it.each([
  [["utc", "utc"], false],
  [["utc", "local"], true],
] as const)("records of clocks %s: local is %s", (clocks, isLocal) => {
  const tally = createSourceTally(file, "ndes01");
  const records = clocks.map((clock) => ({ ...iis({}), clock }));
  countFound(tally, { records, rejected: [], regions: [] }, 100);
  expect(tally.isLocal).toBe(isLocal);
});

it("each header that differs from those before it is kept, so that a column missing earlier is noticed", () => {
  const tally = createSourceTally(file, "ndes01");
  const [few, more] = [
    ["date", "time"],
    ["date", "time", "time-taken"],
  ];
  const records = [few, more, [...few], more].map((columns) => iis({ columns }));
  countFound(tally, { records, rejected: [], regions: [] }, 100);
  expect([tally.headers, tally.columns, tally.records]).toEqual([[few, more], more, 4]);
});
