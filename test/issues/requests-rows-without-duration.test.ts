import { expect, it } from "vitest";
import { inFiles, legacyRequest } from "../support/observed.ts";
import { requestsOf } from "../support/feed-book.ts";

/** Sites that do not log `time-taken`: a row tells only the second in which its call ended. */
it("rows without a duration make no requests beside those of the runs", () => {
  const observations = Array.from({ length: 20 }, (_, index) =>
    legacyRequest(`${1400 + index}`, index * 5000, `F${index}`),
  ).flat();
  const requests = requestsOf(
    inFiles(observations.map((one) => (one.writer === "iis" ? { ...one, durationMs: -1 } : one))),
  );
  expect(requests).toHaveLength(20);
});
