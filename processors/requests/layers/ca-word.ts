import type { Observation } from "../../contract/index.ts";

/** What records say of the CA's decision. */
export interface CaWord {
  readonly isRefused: boolean;
  /** Issued, or left pending: nothing that NDES takes for a refusal. */
  readonly isTaken: boolean;
  readonly isIssued: boolean;
  /** Those of refusals. */
  readonly codes: readonly string[];
}

export function caWordOf(observations: readonly Observation[]): CaWord {
  const refusals = observations.filter(({ kind }) => kind === "issue.failed" || kind === "issue.denied");
  return {
    isRefused: refusals.length > 0,
    isTaken: observations.some(({ kind }) => kind === "issue.issued" || kind === "issue.pending"),
    isIssued: observations.some(({ kind }) => kind === "issue.issued" || kind === "report.queued"),
    codes: refusals.flatMap(({ facts }) => facts.code ?? []),
  };
}

/** What the CA says of a request can be what this attempt was told. */
export function agreesWithCa(ca: CaWord, attempt: CaWord): boolean {
  return ca.isTaken ? !attempt.isRefused : !(ca.isRefused && attempt.isIssued);
}
