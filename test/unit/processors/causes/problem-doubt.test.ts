import { deserialize, serialize } from "node:v8";
import { expect, test } from "vitest";
import { createHostLedger } from "../../../../processors/causes/index.ts";
import type { HostLedger } from "../../../../processors/causes/index.ts";
import { knownCause } from "../../../../processors/causes/catalogue.ts";
import type { KeyType, TimeTrust } from "../../../../processors/contract/index.ts";
import { createHostBoard } from "../../../../processors/partition/host-board.ts";
import { evidenceOf, noon, observationOf, requestOf, stagesOf } from "./request-of.ts";

const host = "ndes01.contoso.test";

/** Since when each problem is, and what is doubtful of that, after a restart and as the page has it. */
function sinceIn(ledger: HostLedger): readonly unknown[] {
  const kept = createHostLedger(deserialize(serialize(ledger.save())));
  const view = createHostBoard().view(
    host,
    { passedAt: 1, readAt: 1, heardAt: 1 },
    kept.problems(host, null),
  );
  return view.problems.map(({ oldest, oldestTrust }) => [oldest, oldestTrust]);
}

function ledgerOf(...seen: readonly (readonly [at: number, trust: TimeTrust])[]): HostLedger {
  const ledger = createHostLedger();
  for (const [at, trust] of seen)
    ledger.observe(observationOf({ kind: "profile.checked", writer: "windows-device", at, trust }));
  return ledger;
}

test.each(["zone-inferred", "zone-doubtful", "zone-unknown"] as const)(
  "a problem that began at a time of %s says so, whatever those of later records are",
  (trust) => {
    expect(sinceIn(ledgerOf([noon + 5, "utc"], [noon, trust], [noon + 9, "utc"]))).toEqual([[noon, trust]]);
  },
);

test.each(["utc", "zone-given", "time-of-day"] as const)(
  "one that began at a time of %s says nothing, whatever those of later records are",
  (trust) => {
    const ledger = ledgerOf([noon + 5, "zone-unknown"], [noon, trust], [noon + 9, "zone-inferred"]);
    expect(sinceIn(ledger)).toEqual([[noon, undefined]]);
  },
);

test("so does one that stands on requests: many that were refused, and a device that gets certificate after certificate", () => {
  for (const trust of ["utc", "zone-unknown"] as const) {
    const [refusals, reissues] = [createHostLedger(), createHostLedger()];
    const claim = { cause: knownCause("verify.refused"), because: "", alternatives: [] };
    for (let index = 0; index < 5; index += 1) {
      const at = noon + index;
      // Of the others nothing is doubtful: only the first one's time is told.
      const own = index === 0 ? trust : "utc";
      const evidence = [evidenceOf({ kind: "verify.refused", writer: "ndes", at, trust: own })];
      refusals.note(requestOf(evidence, { id: `r${index}`, startedAt: at }), claim);
      const keys = new Map<KeyType, readonly string[]>([["deviceId", ["d1"]]]);
      const issued = { outcome: "succeeded", failedStage: null, stages: stagesOf(null), keys } as const;
      reissues.note(requestOf(evidence, { ...issued, startedAt: at }), null);
    }
    const told = [[noon, trust === "utc" ? undefined : trust]];
    expect([sinceIn(refusals), sinceIn(reissues)]).toEqual([told, told]);
  }
});
