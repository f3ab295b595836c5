import { CommanderError } from "commander";
import type { Command } from "commander";
import { nearest } from "../../processors/wording/index.ts";
import { asCalled } from "./as-called.ts";
import { cliError } from "../errors/cli-error.ts";
import type { Output } from "./output.ts";
import { createProgram } from "./program.ts";

/**
 * Runs one command line and gives its exit code: 0 all well, 1 failures found. Whatever could not be done is thrown.
 * `args` are the words after the name of the program.
 */
export async function runCli(args: readonly string[], output: Output, version: string): Promise<number> {
  let exitCode = 0;
  const program = createProgram({ output, version, done: (code) => (exitCode = code) });
  for (const command of [program, ...program.commands]) quiet(command, output);
  try {
    await program.parseAsync(wordsOf(args), { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw usageError(error);
  }
  await output.end();
  // Without a command nothing was done.
  return args.length === 0 ? 2 : exitCode;
}

/** `help analyze` is another way to ask for `analyze --help`. */
function wordsOf([first, ...rest]: readonly string[]): readonly string[] {
  if (first === undefined) return ["--help"];
  return first === "help" ? [...rest, "--help"] : [first, ...rest];
}

/** The library neither prints errors nor ends the process; help goes where all output goes. */
function quiet(command: Command, output: Output): void {
  command.exitOverride();
  command.configureOutput({
    writeOut: (text) => void output.write(asCalled(text)),
    writeErr: () => undefined,
    outputError: () => undefined,
  });
}

const generalRemedy = "run `scepscope --help`, or `scepscope COMMAND --help` for the options of a command";

/** `error: unknown option '--jsn'\n(Did you mean --json?)` becomes our own form of an error. */
function usageError(error: CommanderError): Error {
  const what = error.message
    .replace(/^error: /, "")
    .replace(/\.?\n/g, " ")
    .replace(/\.$/, "")
    .trim();
  const [, word = "", choices] =
    /^command-argument value '(.*)' is invalid .* Allowed choices are (.*)$/.exec(what) ?? [];
  if (choices !== undefined) return wrongChoice(word, choices);
  if (error.code === "commander.invalidArgument") return wrongValue(what);
  return cliError({ code: "usage.arguments", what, remedy: generalRemedy });
}

/** In the words that the library has for a mistyped command or option. */
function wrongChoice(word: string, choices: string): Error {
  const near = nearest(word, choices.split(", "));
  const what = `"${word}" is not one of ${choices}${near === null ? "" : ` (Did you mean ${near}?)`}`;
  return cliError({ code: "usage.arguments", what, remedy: generalRemedy });
}

/** `option '--limit <count>' argument 'x' is invalid. Give a whole number from 1`: what to give is what to do. */
function wrongValue(what: string): Error {
  const [, option = "", value = "", give = ""] =
    /^option '(?:-\w, )?(--[\w-]+)[^']*' argument '([^]*)' is invalid\. Give ([^]*)$/.exec(what) ?? [];
  if (give === "") return cliError({ code: "usage.option-value", what, remedy: generalRemedy });
  return cliError({
    code: "usage.option-value",
    what: value.trim() === "" ? `${option} is empty` : `${option} cannot be "${value}"`,
    remedy: `give ${give}`,
  });
}
