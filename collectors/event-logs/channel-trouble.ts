import type { SourceCondition } from "../contract/index.ts";

/** What keeps a channel from being read, as a condition of a source, and what was said of it, with a remedy. */
export interface ChannelTrouble {
  readonly condition: SourceCondition;
  readonly detail: string;
}

interface NoAnswerReason {
  readonly condition: SourceCondition;
  readonly cause: unknown;
  readonly isLate?: boolean;
}

/** The program that is asked gave no answer: what kept it from that, where it tells. */
export class NoAnswer extends Error {
  readonly condition: SourceCondition;
  /** It would have answered later, maybe. */
  readonly isLate: boolean;

  constructor(said: string, { condition, cause, isLate = false }: NoAnswerReason) {
    super(said, { cause });
    this.condition = condition;
    this.isLate = isLate;
  }
}

export function troubleOf(error: unknown): ChannelTrouble {
  const condition = error instanceof NoAnswer ? error.condition : "failing";
  const said = error instanceof Error ? error.message : String(error);
  return { condition, detail: `${said.replace(/[.]?\s*$/, ".")} ${remedies.get(condition) ?? ""}`.trim() };
}

const remedies: ReadonlyMap<SourceCondition, string> = new Map([
  [
    "denied",
    "Make the account of this program a member of the group Event Log Readers, or name the channels without this one in `eventLogs.channels`.",
  ],
  ["missing", "There is no such channel: correct `eventLogs.channels`, or install what writes it."],
  ["failing", "It is asked again and again."],
]);

/** What it holds is more than one answer: the logs of its time wait for its events. */
export const reads: ChannelTrouble = {
  condition: "behind",
  detail: "Its events are being read; what the other logs have of the same time waits for them.",
};

/** It is not asked while its copies may not grow: until they are shipped, what is new stays with Windows. */
export const waitsForRoom: ChannelTrouble = {
  condition: "behind",
  detail:
    "Its copies are as many as there may be, and not all of them are shipped: until they are, it is not read.",
};
