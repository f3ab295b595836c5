import { expect, test } from "vitest";
import { createSummary, renderVerdict, renderWaterfall } from "../../../../../deploy/cli/render/index.ts";
import { knownCause } from "../../../../../processors/causes/catalogue.ts";
import { claimCause } from "../../../../../processors/causes/index.ts";
import { isDoubtful } from "../../../../../processors/contract/index.ts";
import type { TimeTrust } from "../../../../../processors/contract/index.ts";
import { calm, evidenceOf, noon, requestOf } from "../../../processors/causes/request-of.ts";

/** The first one is that of a problem of the host, too. */
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
  const cause = knownCause("verify.connector-offline");
  const [first = "utc"] = trusts;
  const since = { oldest: noon, ...(isDoubtful(first) ? { oldestTrust: first } : {}) };
  summary.addProblems([{ host: "ndes01", cause, count: 2, ...since, because: "2 were refused" }]);
  return renderVerdict(summary.summary(), { width: 200, colour: false });
}

test("where no clock tells its zone no time is called UTC", () => {
  const text = verdictOf("zone-unknown", "zone-unknown");
  expect(text).toContain("signing certificate");
  expect(text).toContain("(zone not known: --zone)");
  expect(text.replaceAll("this is no UTC", "")).not.toContain("UTC");
});

test.each([
  ["utc", /10:14:07 UTC( ·|$)/m],
  ["zone-inferred", /10:14:07 UTC \(zone inferred\)/],
  ["zone-doubtful", /10:14:07 UTC \(in the hour of a clock change\)/],
  ["zone-unknown", /10:14:07 \(zone not known\)/],
] as const)(
  "a request that began on a clock of %s says so, whatever those of later records are",
  (trust, said) => {
    const later = evidenceOf({
      kind: "deliver.reply",
      writer: "ndes",
      at: noon + 5000,
      trust: "zone-unknown",
    });
    const first = evidenceOf({ kind: "contact.pki-operation", at: noon, trust });
    const { stages } = requestOf([first, later]);
    const begun = stages.map((each) => ({ ...each, at: each.stage === 2 ? noon : null }));
    const text = renderWaterfall(requestOf([first, later], { startedAt: noon, stages: begun }), null, {
      frame: { width: 120, colour: false },
      lineOf: () => "",
      pathOf: String,
    });
    expect(text).toMatch(said);
    expect(/^ +10:14:07\.000~ /m.test(text)).toBe(trust !== "utc");
  },
);

test("where one tells it the times are UTC, but for that of a problem that began on the other", () => {
  expect(verdictOf("zone-unknown", "utc")).toContain("UTC");
  expect(verdictOf("zone-unknown", "utc")).toMatch(/first \S+ \S+ \(zone not known\)/);
  expect(verdictOf("zone-inferred", "utc")).toMatch(/first \S+ \S+ UTC \(zone inferred\)/);
  expect(verdictOf("utc", "zone-unknown")).toMatch(/first \S+ \S+ UTC\)/);
});

test.each([
  ["zone-inferred", "its zone was inferred from other logs"],
  ["zone-doubtful", "in the hour of a clock change"],
  ["zone-unknown", "its zone is not known, so this is no UTC"],
] as const)(
  "a time of the list on a clock of %s is marked, and no other, with what the mark means",
  (trust, means) => {
    const text = verdictOf("utc", trust);
    const list = text.slice(text.indexOf("NEWEST FIRST"));
    expect(list.match(/10:14:07~ /g)).toHaveLength(1);
    expect(list.match(/10:14:07 {2,}/g)).toHaveLength(1);
    expect(list).toMatch(new RegExp(`^ ~ behind a time: .*${means}`, "m"));
    expect(verdictOf("utc", "utc")).not.toContain("~");
  },
);
