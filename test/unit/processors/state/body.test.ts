import { expect, it } from "vitest";
import { toStoredRequest } from "../../../../processors/contract/index.ts";
import type { StoredRequest, TimeTrust } from "../../../../processors/contract/index.ts";
import { decodeBody, encodeBody } from "../../../../processors/state/body.ts";
import { joinFragments } from "../../../../processors/state/join-fragments.ts";
import { evidenceOf, noon, requestOf } from "../causes/request-of.ts";

function storedWith(...trusts: readonly TimeTrust[]): StoredRequest {
  const evidence = trusts.map((trust, index) =>
    evidenceOf({ kind: "contact.pki-operation", trust, at: noon + index, offset: index }),
  );
  return toStoredRequest(requestOf(evidence), null, { pathOf: String, isFinal: true, changedAt: noon });
}

it.each([[["utc", "zone-given"]], [["utc", "zone-unknown"]], [["zone-doubtful", "zone-inferred"]]] as const)(
  "a request with clocks %s is read as it was kept, with what is doubtful of its times",
  (trusts) => {
    const request = storedWith(...trusts);
    expect(decodeBody(encodeBody(request))).toEqual(request);
  },
);

it("of two parts of a request the doubt of either stays", () => {
  const parts = [storedWith("utc"), storedWith("zone-inferred")];
  expect(joinFragments(parts).view.trust).toBe("zone-inferred");
  expect(joinFragments(parts.toReversed()).view.trust).toBe("zone-inferred");
  expect(joinFragments([storedWith("utc"), storedWith("zone-given")]).view).not.toHaveProperty("trust");
});

it("a stage is read as it was kept, also where its times are less sure than its status", () => {
  const { view, ...rest } = storedWith("utc");
  const stages = view.stages.map((stage) => ({
    ...stage,
    at: view.startedAt,
    durationMs: 7,
    grade: "key" as const,
  }));
  const unsure = stages.map((stage) => ({ ...stage, timeGrade: "probable" as const }));
  for (const kept of [stages, unsure]) {
    const request = { ...rest, view: { ...view, stages: kept } };
    expect(decodeBody(encodeBody(request))).toEqual(request);
  }
});
