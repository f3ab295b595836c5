import { expect, it } from "vitest";
import { inFiles, row } from "../support/observed.ts";
import { requestsOf } from "../support/feed-book.ts";

const hour = 3_600_000;

it("a transaction that is used again after its history was closed gets an id of its own", () => {
  const keys = { transactionId: "A1B2C3" };
  const requests = requestsOf(
    inFiles([0, 3 * hour].map((endAt) => row("contact.pki-operation", { endAt, tookMs: 300 }, { keys }))),
  );
  expect(new Set(requests.map(({ id }) => id)).size).toBe(2);
});
