import type { Command } from "commander";
import { exitCodes } from "./exit-codes.ts";

/**
 * A command of the program, as all of them are. `--no-color` is taken by the program wherever it stands, so the value of the command's own, which is for its help, means
 * nothing: put `program.opts()` over it. Its help ends with its exit codes: `afterAll` comes behind what is added as `after`.
 */
export function command(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .helpOption("-h, --help", "show help")
    .option("--no-color", "no colours")
    .addHelpText("afterAll", exitCodes(name));
}

/** Lines for the end of a help text. */
export function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${/(?:^| )scepscope /.test(line) ? line : `scepscope ${line}`}`).join("\n")}`;
}
