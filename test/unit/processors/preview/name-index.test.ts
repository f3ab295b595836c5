import { expect, test } from "vitest";
import { createNameIndex } from "../../../../processors/preview/name-index.ts";
import { observed } from "../../../support/observed.ts";

const named = (at: number) => observed("plugin", "run.note", { at, keys: { transactionId: "A" } });

test("a record beyond the limit of a name takes the name from nobody who bears it later", () => {
  const index = createNameIndex();
  const first = Array.from({ length: 2001 }, (_, at) => named(at));
  const beyond = first.at(-1);
  for (const one of first) index.add(one);
  for (const one of first.slice(0, -1)) index.delete(one);
  const [later, last] = [named(5000), named(5001)];
  index.add(later);
  if (beyond !== undefined) index.delete(beyond);
  index.add(last);
  expect(
    index
      .ask()(last)
      .flatMap((bearers) => [...bearers]),
  ).toEqual([later, last]);
});
