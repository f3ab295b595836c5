import type { Difference } from "../../../processors/live.ts";

/** What a difference means, in words. */
export interface Explained {
  /** The reader could not see it otherwise, or it was forgotten on purpose: nothing is wrong. */
  readonly isExplained: boolean;
  readonly meaning: string;
}

export interface Retention {
  /** Stamp of the oldest message that was read, when Kafka has deleted some before it, ms UTC; null: it has deleted none. */
  readonly keptFrom: number | null;
  /** How long a request may last. */
  readonly lifetimeMs: number;
  /** Final requests are forgotten that began before this moment, ms UTC. */
  readonly forgottenBefore: number;
}

/** Pure. */
export function explain(difference: Difference, retention: Retention): Explained {
  switch (difference.type) {
    case "position":
      return ofPosition(difference.read, difference.kept, retention);
    case "gap":
      return retention.keptFrom === null
        ? wrong("the state has counted other gaps in this file than are in Kafka")
        : known("this file began before the oldest message of Kafka");
    case "missing":
      return isForgotten(difference.startedAt, retention)
        ? known("it is older than requests are kept")
        : ofRequest(difference.startedAt, retention, "it comes out of Kafka, and the store has lost it");
    case "differs":
      return ofRequest(
        difference.startedAt,
        retention,
        "the store says something else than comes out of Kafka",
      );
  }
}

function ofPosition(read: number | null, kept: number | null, { keptFrom }: Retention): Explained {
  if (read === null)
    return keptFrom === null
      ? wrong("the state knows a file that Kafka holds nothing of")
      : known("Kafka holds nothing of this file any more");
  if (kept === null) return wrong("Kafka holds a file that the state does not know");
  return wrong(
    kept < read
      ? "bytes of this file are in Kafka and were not read"
      : "the state has passed bytes that Kafka does not hold",
  );
}

/** Of a request that was under way at the oldest message only the end is seen. */
function ofRequest(startedAt: string | null, { keptFrom, lifetimeMs }: Retention, says: string): Explained {
  const started = startedAt === null ? Number.NEGATIVE_INFINITY : Date.parse(startedAt);
  return keptFrom !== null && started <= keptFrom + lifetimeMs
    ? known("it may have begun before the oldest message of Kafka: only its end was read")
    : wrong(says);
}

function isForgotten(startedAt: string | null, { forgottenBefore }: Retention): boolean {
  return startedAt !== null && Date.parse(startedAt) < forgottenBefore;
}

function known(meaning: string): Explained {
  return { isExplained: true, meaning };
}
function wrong(meaning: string): Explained {
  return { isExplained: false, meaning };
}
