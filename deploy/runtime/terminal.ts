/** What the surroundings of the process decide about its output. */
export interface Terminal {
  readonly isColourful: boolean;
  /** Columns of the output; a pipe counts as 100. */
  readonly width: number;
  /** Standard error is a terminal: progress may be shown there, nowhere else. */
  readonly isWatched: boolean;
}

export interface TerminalFacts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isOutTerminal: boolean;
  readonly columns: number | undefined;
  readonly isErrorTerminal: boolean;
}

/**
 * Colour: `--no-color`, then NO_COLOR (any text, no-color.org), then FORCE_COLOR (anything but 0), then the terminal.
 */
export function terminalOf(facts: TerminalFacts, flags: { readonly color?: boolean }): Terminal {
  return {
    isColourful: flags.color !== false && isColourful(facts),
    width: widthOf(facts),
    isWatched: facts.isErrorTerminal && facts.env["TERM"] !== "dumb",
  };
}

/** The facts of this process; the only place that reads its environment. */
export function terminalFacts(): TerminalFacts {
  return {
    env: process.env,
    isOutTerminal: process.stdout.isTTY,
    columns: process.stdout.columns,
    isErrorTerminal: process.stderr.isTTY,
  };
}

function isColourful({ env, isOutTerminal }: TerminalFacts): boolean {
  if ((env["NO_COLOR"] ?? "") !== "") return false;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined && forced !== "") return forced !== "0" && forced !== "false";
  return isOutTerminal && env["TERM"] !== "dumb";
}

function widthOf({ env, columns }: TerminalFacts): number {
  const width = columns ?? Number(env["COLUMNS"]);
  return Number.isSafeInteger(width) && width > 0 ? Math.max(40, width) : 100;
}
