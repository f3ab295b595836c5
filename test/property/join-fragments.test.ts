import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { outcomes } from "../../processors/contract/index.ts";
import type { StoredRequest } from "../../processors/contract/index.ts";
import { joinFragments, shareStrongKey } from "../../processors/state/join-fragments.ts";
import { madeRequest, startOfTime } from "../support/made-requests.ts";

const statuses = ["unknown", "implied", "pending", "done", "failed"] as const;
const grades = ["key", "exact", "probable"] as const;

const fragment: fc.Arbitrary<StoredRequest> = fc
  .record({
    id: fc.constantFrom("a", "b", "c", "d"),
    started: fc.option(
      fc.integer({ min: 0, max: 2 }).map((ms) => startOfTime + ms),
      { nil: null },
    ),
    host: fc.constantFrom("ndes01", "device", "ca01"),
    outcome: fc.constantFrom(...outcomes),
    stage: fc.constantFrom(0, 2, 4, 6),
    platform: fc.constantFrom("windows", "ios", "unknown"),
    cause: fc.constantFrom(null, "verify.refused", "issue.denied"),
    isFinal: fc.boolean(),
    keys: fc.array(
      fc.record({ type: fc.constantFrom("thumbprint", "userId"), value: fc.constantFrom("x", "y") }),
    ),
    statuses: fc.array(fc.constantFrom(...statuses), { minLength: 6, maxLength: 6 }),
    grade: fc.constantFrom(...grades),
    offset: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ statuses: drawn, grade, offset, ...wish }) => {
    const made = madeRequest(wish);
    return {
      ...made,
      view: {
        ...made.view,
        stages: made.view.stages.map((stage, index) => ({ ...stage, status: drawn[index] ?? "unknown" })),
        evidence: made.view.evidence.map((record) => ({ ...record, grade, offset })),
      },
    };
  });

describe("joined fragments", () => {
  it("are the same in any order, however they were joined before, and when one comes again", () => {
    fc.assert(
      fc.property(fc.array(fragment, { minLength: 1, maxLength: 5 }), fc.nat(), (fragments, cut) => {
        const joined = joinFragments(fragments);
        expect(joinFragments(fragments.toReversed())).toEqual(joined);
        const at = 1 + (cut % fragments.length);
        const [left, right] = [fragments.slice(0, at), fragments.slice(at)];
        expect(joinFragments([joinFragments(left), ...right])).toEqual(joined);
        expect(joinFragments([...right, joinFragments(left)])).toEqual(joined);
        expect(joinFragments([joined, ...fragments, joined])).toEqual(joined);
        expect(joined.notes).toHaveLength(joined.view.evidence.length);
      }),
      { numRuns: 300 },
    );
  });

  it("tell the whole: the first start, the furthest stage, a failure over what is unknown, records in order", () => {
    const ndes = madeRequest({
      id: "ndes",
      started: startOfTime + 5,
      stage: 4,
      outcome: "unknown",
      host: "ndes01",
    });
    const device = madeRequest({
      id: "phone",
      started: startOfTime,
      stage: 5,
      outcome: "failed",
      cause: "deliver.refused",
      host: "phone",
      platform: "android",
    });
    const joined = joinFragments([ndes, device]);
    expect(joined.view).toMatchObject({
      id: "phone",
      host: "phone",
      outcome: "failed",
      stageReached: 5,
      cause: { id: "deliver.refused" },
    });
    expect(joined.notes.map(({ host }) => host)).toEqual(["phone", "ndes01"]);
    expect(joined.claim).toEqual(device.claim);
  });

  it("a record that two hold keeps the weaker grade", () => {
    const one = madeRequest({ id: "a" });
    const graded = (grade: "key" | "probable"): StoredRequest => ({
      ...one,
      view: { ...one.view, evidence: one.view.evidence.map((record) => ({ ...record, grade })) },
    });
    expect(joinFragments([graded("key"), graded("probable")]).view.evidence).toMatchObject([
      { grade: "probable" },
    ]);
  });

  it("only a strong key that both hold joins, in any case", () => {
    const of = (type: "thumbprint" | "userId" | "transactionId", value: string): StoredRequest =>
      madeRequest({ id: value, keys: [{ type, value }] });
    expect(shareStrongKey(of("thumbprint", "AB"), of("thumbprint", "ab"))).toBe(true);
    expect(shareStrongKey(of("thumbprint", "AB"), of("transactionId", "AB"))).toBe(false);
    expect(shareStrongKey(of("userId", "u"), of("userId", "u"))).toBe(false);
    expect(shareStrongKey(of("thumbprint", ""), of("thumbprint", ""))).toBe(false);
  });
});
