import type { Command } from "commander";

/** A command of the program, as all of them are. */
export function command(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .helpOption("-h, --help", "show help")
    .option("--no-color", "no colours");
}

/** Lines for the end of a help text. */
export function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${/(?:^| )scepscope /.test(line) ? line : `scepscope ${line}`}`).join("\n")}`;
}
