import { expect, it } from "vitest";
import { inFiles, observed } from "../support/observed.ts";
import { feedBook, linesOf } from "../support/feed-book.ts";

it("a log without dates that comes in two portions tells of one enrolment still", () => {
  const log = inFiles([
    observed("apple-device", "contact.device-call", { host: "mac1", at: null, trust: "time-of-day" }),
    observed("apple-device", "deliver.installed", {
      host: "mac1",
      at: null,
      trust: "time-of-day",
      outcome: "ok",
    }),
  ]);
  const inPortions = log.flatMap((one) => [{ add: [one] }, { advance: 1_000_000 }]);
  expect(linesOf(feedBook(inPortions))).toEqual(linesOf(feedBook([{ add: log }])));
});
