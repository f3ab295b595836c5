import type { DoubtfulTrust } from "../contract/index.ts";

interface DoubtWords {
  /** Behind a time, in brackets. */
  readonly short: string;
  /** What the time is. */
  readonly long: string;
}

/** Why a time may be wrong by hours: `~` stands behind it. */
export const doubtWords: Readonly<Record<DoubtfulTrust, DoubtWords>> = {
  "zone-inferred": {
    short: "zone inferred",
    long: "of a local clock; its zone was inferred from other logs",
  },
  "zone-doubtful": {
    short: "in the hour of a clock change",
    long: "of a local clock, in the hour of a clock change",
  },
  "zone-unknown": {
    short: "zone not known",
    long: "of a local clock; its zone is not known, so this is no UTC",
  },
};
