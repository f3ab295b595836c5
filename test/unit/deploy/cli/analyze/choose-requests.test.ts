import { describe, expect, it } from "vitest";
import { createChoice } from "../../../../../deploy/cli/analyze/choose-requests.ts";
import { catalogue } from "../../../../../processors/index.ts";
import type { Outcome } from "../../../../../processors/contract/index.ts";
import { requestOf } from "../../../processors/causes/request-of.ts";

const limits = { listedMax: 5, toldMax: 4, toldOfCauseMax: 2 };

function choose(...wanted: readonly (readonly [id: string, outcome: Outcome, at: number, cause?: number])[]) {
  const choice = createChoice(limits);
  for (const [id, outcome, startedAt, cause] of wanted) {
    const known = cause === undefined ? undefined : catalogue[cause];
    const claim = known === undefined ? null : { cause: known, because: "", alternatives: [] };
    choice.add(requestOf([], { id, outcome, startedAt }), claim);
  }
  const ids = (list: readonly { readonly request: { readonly id: string } }[]): string =>
    list.map(({ request }) => request.id).join(" ");
  return { listed: ids(choice.listed()), told: ids(choice.told()) };
}

describe("what a report of any size shows", () => {
  it("is what is in trouble first, the newest of it first", () => {
    expect(
      choose(["a", "succeeded", 9], ["b", "failed", 1], ["c", "open", 2], ["d", "succeeded", 3]).listed,
    ).toBe("c b a d");
  });

  it("counts a success with a cause as trouble", () => {
    expect(choose(["a", "succeeded", 9], ["b", "succeeded", 1, 0]).listed).toBe("b a");
  });

  it("is bounded", () => {
    const many = Array.from({ length: 50 }, (_, at) => [`r${at}`, "failed", at, at % 9] as const);
    expect(choose(...many).listed.split(" ")).toHaveLength(5);
    expect(choose(...many).told.split(" ")).toHaveLength(4);
  });

  it("tells few of the same cause in full", () => {
    expect(
      choose(["a", "failed", 4, 0], ["b", "failed", 3, 0], ["c", "failed", 2, 0], ["d", "failed", 1, 1]).told,
    ).toBe("a b d");
  });
});
