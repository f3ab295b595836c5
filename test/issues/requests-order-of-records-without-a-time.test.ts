import { expect, it } from "vitest";
import { pointFragment } from "../../processors/requests/fragment.ts";
import { enterFragment } from "../../processors/requests/joins/incoming.ts";
import { createLedger, settleLedger } from "../../processors/requests/joins/ledger.ts";
import { defaultLimits } from "../../processors/requests/index.ts";
import { inFiles, observed } from "../support/observed.ts";

const [device, server] = inFiles([
  observed("apple-device", "contact.device-request", { at: null, keys: { transactionId: "T1" } }),
  observed("ca", "issue.issued", { at: 1000, keys: { transactionId: "T1" } }),
]).map((one) => pointFragment(one.at === null ? "device-run" : "ca-request", one));

/** A console log of an Apple device tells the time of day only: such a run can enter before or after the others. */
it.each([
  { order: "before", fragments: [device, server] },
  { order: "after", fragments: [server, device] },
])("a run without a usable time joins by its identifier, when it enters $order the rest", ({ fragments }) => {
  const ledger = createLedger();
  for (const fragment of fragments) {
    if (fragment !== undefined) enterFragment(ledger, fragment);
    settleLedger(ledger, (server?.start ?? 0) + 1, defaultLimits);
  }
  const left = settleLedger(ledger, Number.POSITIVE_INFINITY, defaultLimits);
  expect(left.map(({ entries }) => entries.length)).toEqual([2]);
});
