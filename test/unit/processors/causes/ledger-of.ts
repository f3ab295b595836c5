import { deserialize, serialize } from "node:v8";
import { expect } from "vitest";
import { createHostLedger } from "../../../../processors/causes/index.ts";
import type { HostLedger, HostLedgerState } from "../../../../processors/causes/index.ts";
import type { Kind, Observation } from "../../../../processors/contract/index.ts";
import { observationOf } from "./request-of.ts";

export const host = "ndes01.contoso.test";

export function ledgerOf(...seen: readonly (Partial<Observation> & { readonly kind: Kind })[]): HostLedger {
  const ledger = createHostLedger();
  for (const each of seen) ledger.observe(observationOf(each));
  return ledger;
}

/** What is wrong; a ledger that goes on from what this one saves has to say the same. */
export function idsOf(ledger: HostLedger, now: number | null = null): readonly string[] {
  const saved: HostLedgerState = deserialize(serialize(ledger.save()));
  const problems = ledger.problems(host, now);
  expect(createHostLedger(saved).problems(host, now)).toEqual(problems);
  return problems.map((problem) => problem.cause.id);
}
