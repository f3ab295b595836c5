import { expect, test } from "vitest";
import { createNameIndex } from "../../../../processors/preview/name-index.ts";

test("a record beyond the limit of a name takes the name from nobody who bears it later", () => {
  const index = createNameIndex<number>();
  const enter = (record: number) => ({ record, names: index.enter(record, ["A"]) });
  const first = Array.from({ length: 2001 }, (_, record) => enter(record));
  const beyond = first.at(-1);
  for (const { record, names } of first.slice(0, -1)) index.leave(record, names);
  enter(5000);
  if (beyond !== undefined) index.leave(beyond.record, beyond.names);
  const last = enter(5001);
  expect(
    index
      .ask()(last.names)
      .flatMap((bearers) => [...bearers]),
  ).toEqual([5000, 5001]);
});
