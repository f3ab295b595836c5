import { deserialize, serialize } from "node:v8";
import { expect, it } from "vitest";
import type { Evidence, Request } from "../../../../processors/contract/index.ts";
import { createJudge } from "../../../../processors/judge/judge.ts";
import type { Judge, JudgeState } from "../../../../processors/judge/judge.ts";
import { requestOf } from "../causes/request-of.ts";
import { observed, row } from "../../../support/observed.ts";

/** A request of a phone whose clock is a minute ahead. */
function skewedRequest(): Request {
  const evidence = [
    row("contact.pki-operation", { endAt: 5400, tookMs: 400 }),
    observed("android-device", "contact.device-request", { host: "phone1", at: 65_100 }),
  ].map((observation): Evidence => ({ observation, stage: 2, grade: "key", why: "test" }));
  return requestOf(evidence, { host: "ndes01" });
}

function restoredOf(judge: Judge): Judge {
  const saved: JudgeState = deserialize(serialize(judge.save()));
  return createJudge(saved);
}

function wordsOf(judge: Judge): readonly string[] {
  return judge.problems("ndes01", null).map(({ because }) => because);
}

it("a clock is compared over restarts", () => {
  let judge = createJudge();
  for (let count = 0; count < 3; count += 1) {
    expect(wordsOf(judge)).toEqual([]);
    judge.claim(skewedRequest());
    judge = restoredOf(judge);
  }
  expect(wordsOf(judge)).toEqual(["the clock of phone1 is 60.0 s ahead of this host (3 pairs)"]);
});

it("a request that is only looked at is not counted", () => {
  const judge = createJudge();
  for (let count = 0; count < 3; count += 1) judge.look(skewedRequest());
  expect([judge.hosts(), wordsOf(judge)]).toEqual([[], []]);
});
