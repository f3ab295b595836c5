import { brokerType, isKafkaFailure } from "../../collectors/contract/index.ts";
import type { Finding } from "./topic-findings.ts";

/** What a broker has answered to a trial. Throws what is no answer of a broker. */
export function answerOf(error: unknown): string | null {
  if (!(error instanceof Error) || !isKafkaFailure(error)) throw error;
  return brokerType(error);
}

export interface Trial {
  /** The right that was tried: what this user may do, and its name in Kafka. */
  readonly right: { readonly words: string; readonly name: string };
  readonly answer: string | null;
  /** The answer to a user who has the right: the trial itself is nothing that can be done. */
  readonly yes: string;
}

/** A broker that says neither yes nor no is told as one that was not asked. Pure. */
export function rightFinding(about: string, { right, answer, yes }: Trial): Finding {
  const { words, name } = right;
  if (answer === yes) return { level: "ok", about, says: `this user may ${words}`, remedy: "" };
  if (answer === "TOPIC_AUTHORIZATION_FAILED")
    return {
      level: "bad",
      about,
      says: `this user may not ${words}`,
      remedy: `give it the right \`${name}\` on the topic`,
    };
  return {
    level: "warn",
    about,
    says: `whether this user may ${words} is not known${answer === null ? "" : ` (${answer})`}`,
    remedy: `see that it has the right \`${name}\` on the topic`,
  };
}
