import { expect, test } from "vitest";
import { createHostBook, ownLearned } from "../../../../processors/requests/host-book.ts";

test("a lane that another version kept is cut by the limits of this one", () => {
  const kept = createHostBook("ndes01");
  const { server } = kept.lanes;
  server.limits = { ...server.limits, countMax: 1, restlessMs: 1 };
  ownLearned(kept);
  expect(kept.lanes).toEqual(createHostBook("ndes01").lanes);
});
