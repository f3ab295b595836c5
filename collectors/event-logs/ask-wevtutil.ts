import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { SourceCondition } from "../contract/index.ts";
import { NoAnswer } from "./channel-trouble.ts";
import { eventsIn, textOf } from "./events-in.ts";
import type { PrintedEvent } from "./events-in.ts";

/** What a channel is asked for. */
export interface Question {
  readonly channel: string;
  /** Which events, in the XPath of Windows; null: all. */
  readonly query: string | null;
  /** Else the oldest come first. */
  readonly isNewestFirst: boolean;
  readonly countMax: number;
}

/** How long an answer is waited for. */
export interface Patience {
  readonly answerMsMax: number;
  readonly signal: AbortSignal;
}

/** Asks once. Rejects with what the program said, or when it takes too long (`NoAnswer`). */
export type AskEventLog = (question: Question, patience: Patience) => Promise<readonly PrintedEvent[]>;

const run = promisify(execFile);

/**
 * By the program that is part of Windows, one process for each question. The channel and the query are arguments of their own: no shell reads them.
 *
 * Events are rendered: the words of the message are then there also for whoever reads them on another machine.
 */
export const askWevtutil: AskEventLog = async (
  { channel, query, isNewestFirst, countMax },
  { answerMsMax, signal },
) => {
  const which = query === null ? [] : [`/q:${query}`];
  try {
    const { stdout } = await run(
      program(),
      ["qe", channel, ...which, `/rd:${isNewestFirst}`, `/c:${countMax}`, "/f:RenderedXml", "/uni:true"],
      { encoding: "buffer", maxBuffer: outputBytesMax, timeout: answerMsMax, windowsHide: true, signal },
    );
    const events = eventsIn(stdout);
    if (events.length === 0 && textOf(stdout).trim() !== "")
      throw new Error(`printed what holds no whole event: ${textOf(stdout).trim()}`);
    return events;
  } catch (error) {
    const isLate = !signal.aborted && wasKilled(error);
    const said = isLate ? `did not answer within ${answerMsMax / 1000} s` : reasonOf(error);
    throw new NoAnswer(`wevtutil: ${said}`, { condition: conditionOf(error), cause: error, isLate });
  }
};

/** On Windows by its own path: a name alone is looked for in the current folder first. */
function program(): string {
  const { platform, env } = process;
  return platform === "win32"
    ? join(env["SystemRoot"] ?? "C:\\Windows", "System32", "wevtutil.exe")
    : "wevtutil";
}

const outputBytesMax = 256 * 2 ** 20;

/** Its time was over. */
function wasKilled(error: unknown): boolean {
  return error instanceof Error && "killed" in error && error.killed === true;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const said = "stderr" in error && Buffer.isBuffer(error.stderr) ? textOf(error.stderr).trim() : "";
  return (said === "" ? error.message : said).slice(0, saidCharsMax);
}

const saidCharsMax = 500;

function conditionOf(error: unknown): SourceCondition {
  const code = error instanceof Error && "code" in error ? error.code : null;
  return (typeof code === "number" ? conditions.get(code) : undefined) ?? "failing";
}

/**
 * It ends with the error number of Windows, as scripts that call it show; its words are in the language of the server.
 *
 * Source: Microsoft's list of system error codes: ERROR_ACCESS_DENIED, ERROR_EVT_CHANNEL_NOT_FOUND.
 */
const conditions: ReadonlyMap<number, SourceCondition> = new Map([
  [5, "denied"],
  [15_007, "missing"],
]);
