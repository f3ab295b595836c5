import { expect, it } from "vitest";
import { caIssued, inFiles, observed } from "../support/observed.ts";
import { requestsOf } from "../support/feed-book.ts";

/**
 * The CA gives each submission an id of its own. A device that tries again with the same key has one history, but two
 * submissions are two attempts, also where no log of the policy module shows the runs around them.
 */
it("two CA requests with one public key are two attempts", () => {
  const key = { publicKeyHash: "90237fe775dd8fa864aedec9babfcf8b88cc2018" };
  const transaction = { transactionId: "A1B2", ...key };
  const requests = requestsOf(
    inFiles([
      observed("iis", "contact.pki-operation", { at: 0, durationMs: 400, keys: transaction }),
      observed("ca", "issue.received", { at: 100, keys: { caRequestId: "ca01/7", ...key } }),
      observed("ca", "issue.denied", {
        at: 200,
        outcome: "failed",
        keys: { caRequestId: "ca01/7", ...key },
        facts: { eventId: 53 },
      }),
      ...caIssued(8, 120_100, { keys: { ...key, caRequestId: "ca01/8" } }),
    ]),
  );
  for (const { keys } of requests) expect(keys.get("caRequestId")?.length ?? 0).toBeLessThanOrEqual(1);
});
