import { expect, test } from "vitest";
import { createSummary, renderVerdict } from "../../../../../deploy/cli/render/index.ts";
import { claimCause } from "../../../../../processors/causes/index.ts";
import type { TimeTrust } from "../../../../../processors/contract/index.ts";
import { calm, evidenceOf, noon, requestOf } from "../../../processors/causes/request-of.ts";

function verdictOf(...trusts: readonly TimeTrust[]): string {
  const summary = createSummary();
  trusts.forEach((trust, index) => {
    const reason = { reason: "signing-certificate-missing" };
    const evidence = [
      evidenceOf({ kind: "verify.failed", writer: "crp", outcome: "failed", facts: reason, trust }),
    ];
    const request = requestOf(evidence, { id: `r${index}`, startedAt: noon, endedAt: noon + 1000 });
    summary.add(request, claimCause(request, calm));
  });
  return renderVerdict(summary.summary(), { width: 200, colour: false });
}

test("where no clock tells its zone no time is called UTC", () => {
  const text = verdictOf("zone-unknown", "zone-unknown");
  expect(text).toContain("signing certificate");
  expect(text).toContain("(zone not known: --zone)");
  expect(text).not.toContain("UTC");
});

test("where one tells it the times are UTC", () => {
  expect(verdictOf("zone-unknown", "utc")).toContain("UTC");
});
