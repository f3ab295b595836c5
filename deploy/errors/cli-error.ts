/** What went wrong for the user: what happened, to what, and what to do now. Its code is explained in `deploy/docs/errors.md`. */
export interface CliError extends Error {
  readonly code: CliErrorCode;
  readonly remedy: string;
}

export interface CliErrorText {
  readonly code: CliErrorCode;
  /** What happened, to what: a sentence without its full stop. */
  readonly what: string;
  /** What to do now: the same. */
  readonly remedy: string;
}

export type CliErrorCode =
  | "usage.arguments"
  | "usage.option-value"
  | "usage.not-confirmed"
  | "input.missing"
  | "input.empty"
  | "input.no-log"
  | "input.unreadable"
  | "input.not-scep"
  | "input.unknown-key"
  | "input.unknown-host"
  | "catalogue.unknown-cause"
  | "config.missing"
  | "config.unreadable"
  | "config.syntax"
  | "config.invalid"
  | "config.secret"
  | "config.exposed"
  | "kafka.no-broker"
  | "kafka.no-topic"
  | "kafka.unreachable"
  | "state.nothing-kept"
  | "state.not-writable"
  | "state.among-logs"
  | "state.unknown-partition"
  | "log.not-writable"
  | "log.among-logs"
  | "rules.values"
  | "rules.not-written"
  | "output.failed"
  | "api.unreachable"
  | "api.unauthorized"
  | "api.not-ready"
  | "api.unexpected";

export function cliError({ code, what, remedy }: CliErrorText): CliError {
  return Object.assign(new Error(what), { code, remedy });
}

export function isCliError(error: unknown): error is CliError {
  return error instanceof Error && "code" in error && "remedy" in error;
}
