import type { Evidence, Facts, Kind, Stage } from "../../contract/index.ts";
import type { Clues } from "../clues.ts";

/** How much a signal says. The larger wins among those that are equally near to the failed stage. */
export const weights = {
  /** Says only that it failed; taken when nothing else is there. */
  last: 0,
  /** Says which stage refused. */
  generic: 1,
  /** Says what class of trouble it is. */
  plain: 2,
  /** Names the reason itself. */
  exact: 3,
  /** Explains even what other signals of the same request say. */
  overriding: 4,
} as const;

/** What claims a cause. `find` answers with what it saw, in words, or null. Nothing else may claim the cause. */
export interface Signal {
  readonly cause: string;
  /** Stages whose failure it explains. */
  readonly stages: readonly Stage[];
  readonly weight: number;
  readonly find: (clues: Clues) => string | null;
}

/** A signal that one record of these kinds is enough for. `words` says what such a record shows. */
export function seen(
  kinds: readonly Kind[],
  test: (facts: Facts, evidence: Evidence) => boolean,
  words: string | ((facts: Facts, evidence: Evidence) => string),
): Signal["find"] {
  return (clues) => {
    for (const evidence of clues.of(kinds)) {
      const { facts } = evidence.observation;
      if (test(facts, evidence)) return typeof words === "string" ? words : words(facts, evidence);
    }
    return null;
  };
}

/** A status with its substatus, as far as the log tells it. */
export function statusWords({ status, substatus }: Facts): string {
  return substatus === undefined ? `${status} (the log has no substatus)` : `${status}.${substatus}`;
}

/** One of these words in `facts.reason`. */
export function reasoned(...reasons: readonly string[]): (facts: Facts) => boolean {
  const wanted: ReadonlySet<string> = new Set(reasons);
  return (facts) => facts.reason !== undefined && wanted.has(facts.reason);
}

/** One of these codes in `facts.code`, however it is padded. */
export function coded(...codes: readonly number[]): (facts: Facts) => boolean {
  const wanted: ReadonlySet<number> = new Set(codes);
  return (facts) => facts.code !== undefined && wanted.has(Number(facts.code));
}

export function either(
  first: (facts: Facts) => boolean,
  second: (facts: Facts) => boolean,
): (facts: Facts) => boolean {
  return (facts) => first(facts) || second(facts);
}

/** HTTP.sys: the worker process quit, or let go of a request that it held. */
export function wasAbandoned({ httpReason }: Facts): boolean {
  return httpReason?.startsWith("Connection_Abandoned_By_") === true;
}

/** The policy module's run ends at "Sending request": it says nothing more. */
export function stopsAsking({ request }: Clues): boolean {
  const last = request.evidence.findLast((each) => each.observation.writer === "plugin");
  return last?.observation.kind === "run.sent" && last.stage === 3;
}

export function always(): boolean {
  return true;
}
