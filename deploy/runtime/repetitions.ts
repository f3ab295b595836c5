import type { Level } from "./level.ts";

export interface Line {
  readonly level: Level;
  readonly message: string;
  readonly part: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface Repetitions {
  take(line: Line): void;
  /** Says of all that was held back how often. */
  close(): void;
}

/** The same message of the same part, about the same, is let through once in this time. */
const quietMs = 10_000;
/** Fields that say what a message is about: of another partition, or another finding, it is no repetition. They have few values. */
const subjects = ["about", "partition", "partitions"];
/** Messages that are remembered; with more different ones the oldest is let go, and what it held back is said. */
const messagesMax = 500;

/**
 * Keeps a message that comes a thousand times a second from filling the disk. A crash loses the count of what was held back, not a line that was let
 * through. There is no timer: a count is said with the first line after its time, or at the end.
 */
export function createRepetitions(write: (line: Line) => void, now: () => number): Repetitions {
  /** In the order of their ends. */
  const quiet = new Map<string, { readonly until: number; readonly line: Line; held: number }>();
  const letGo = (key: string): void => {
    const entry = quiet.get(key);
    quiet.delete(key);
    if (entry === undefined || entry.held === 0) return;
    const { level, part, message, fields } = entry.line;
    write({ level, part, message: `${entry.held} more: ${message}`, fields: subjectOf(fields) });
  };
  const sweep = (at: number): void => {
    for (const [key, { until }] of quiet) {
      if (until > at && until <= at + quietMs && quiet.size < messagesMax) return;
      letGo(key);
    }
  };
  return {
    take: (line) => {
      const at = now();
      sweep(at);
      const subject = JSON.stringify(subjectOf(line.fields));
      const key = `${line.level} ${line.part} ${line.message} ${subject}`;
      const entry = quiet.get(key);
      if (entry !== undefined) {
        entry.held += 1;
        return;
      }
      quiet.set(key, { until: at + quietMs, line, held: 0 });
      write(line);
    },
    close: () => {
      for (const key of quiet.keys()) letGo(key);
    },
  };
}

function subjectOf(fields: Line["fields"]): Line["fields"] {
  return Object.fromEntries(
    subjects.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])),
  );
}
