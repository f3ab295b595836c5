import { pino } from "pino";
import { prettyFactory } from "pino-pretty";
import { visible } from "./visible.ts";
import { createRepetitions } from "./repetitions.ts";
import type { Line, Repetitions } from "./repetitions.ts";
import { safeFields } from "./safe-fields.ts";
import type { Level } from "./level.ts";
import type { Fields } from "./safe-fields.ts";

/** The program's own log. A message is a fixed sentence; what differs from case to case goes into the fields. */
export interface Log {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
  /** The log of one part of the program. */
  child(part: string): Log;
}

/** The log as a whole, for whoever owns it. */
export interface RootLog extends Log {
  /** Holds for all children from now on. */
  setLevel(level: Level): void;
  /** Says what was held back. To be called before the process ends. */
  close(): void;
}

export interface LogOptions {
  readonly level: Level;
  /** `json`: one object per line; `text`: for people. */
  readonly format: "json" | "text";
  readonly isColourful: boolean;
  /** Takes whole lines. It must have written them when it returns: then a process that ends loses none. */
  readonly write: (lines: string) => void;
  /** ms UTC. */
  readonly now: () => number;
  /** Texts that are cut out of every line, wherever they come from. */
  readonly secrets: readonly string[];
  /** Names our commands in a remedy as the reader has to type them; left out: it stays as it is. */
  readonly asCalled?: (remedy: string) => string;
}

/**
 * Opens the log. Fields may hold what a log file or a client said: control characters are shown as `\u001b`, line ends in a message cannot begin a line of
 * their own, what is named like a secret is left out. The same message of the same part, about the same, is written once in 10 s, then how often it was held back.
 */
export function createLog(options: LogOptions): RootLog {
  const format = options.format === "json" ? (line: string) => line : prettyLine(options.isColourful);
  const logger = pino(
    {
      level: options.level,
      base: null,
      messageKey: "message",
      timestamp: () => `,"time":"${new Date(options.now()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => options.write(withoutSecrets(format(visible(line)), options.secrets)) },
  );
  const write = ({ level, message, part, fields }: Line): void =>
    logger[level]({ ...(part === "" ? {} : { part }), ...fields }, oneLine(message));
  const repetitions = createRepetitions(write, options.now);
  const isOn = (level: Level): boolean => logger.isLevelEnabled(level);
  const { asCalled = (remedy: string) => remedy } = options;
  return {
    ...logOf("", { repetitions, isOn, asCalled }),
    setLevel: (level) => void (logger.level = level),
    close: () => repetitions.close(),
  };
}

/** Writes to standard error and waits until it is out, also where a pipe is full. Nobody to read it is no error: there is nobody to tell. */
export function standardErrorWriter(): (lines: string) => void {
  const destination = pino.destination({ dest: 2, sync: true });
  destination.on("error", () => undefined);
  return (lines) => void destination.write(lines);
}

interface Way {
  readonly repetitions: Repetitions;
  readonly isOn: (level: Level) => boolean;
  readonly asCalled: (remedy: string) => string;
}

function logOf(part: string, way: Way): Log {
  const at =
    (level: Level) =>
    (message: string, given: Fields = {}): void => {
      if (!way.isOn(level)) return;
      const { remedy } = given;
      const fields = typeof remedy === "string" ? { ...given, remedy: way.asCalled(remedy) } : given;
      way.repetitions.take({ level, message, part, fields: safeFields(fields) });
    };
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    child: (name) => logOf(part === "" ? name : `${part}.${name}`, way),
  };
}

function prettyLine(isColourful: boolean): (line: string) => string {
  const pretty = prettyFactory({
    colorize: isColourful,
    messageKey: "message",
    translateTime: "SYS:HH:MM:ss.l",
    ignore: "part",
    errorLikeObjectKeys: [],
    messageFormat: (log, key) => {
      const part = log["part"];
      return `${typeof part === "string" ? `${part}: ` : ""}${String(log[key])}`;
    },
    singleLine: true,
  });
  // What `visible` has escaped for JSON is plain text again once it is parsed: it is escaped once more.
  return (line) => {
    const { values, trace } = withoutTrace(JSON.parse(line));
    return `${pretty(escapedValues(values))}${trace}`;
  };
}

/** A trace is for people only with a line for each step, indented so that none passes for a line of the log. */
function withoutTrace(values: Readonly<Record<string, unknown>>): {
  readonly values: unknown;
  readonly trace: string;
} {
  const { error } = values;
  if (typeof error !== "object" || error === null || !("trace" in error)) return { values, trace: "" };
  const { trace, ...rest } = error;
  const steps = String(trace)
    .split(/\r?\n/)
    .filter((step) => /^\s+at /.test(step))
    .map((step) => `    ${visible(step.trim())}\n`);
  return { values: { ...values, error: rest }, trace: steps.join("") };
}

function escapedValues(value: unknown): unknown {
  if (typeof value === "string") return oneLine(visible(value));
  if (Array.isArray(value)) return value.map(escapedValues);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, below]) => [oneLine(visible(name)), escapedValues(below)]),
  );
}

function oneLine(text: string): string {
  return text.replace(/\r?\n/g, "\\n").replace(/\t/g, " ");
}

function withoutSecrets(line: string, secrets: readonly string[]): string {
  return secrets.reduce((text, secret) => (secret === "" ? text : text.replaceAll(secret, "[secret]")), line);
}
