import type { Command } from "commander";
import { outcomes } from "../../processors/contract/index.ts";
import { catalogue } from "../../processors/index.ts";
import { completionScript } from "./completion-script.ts";
import type { Shell, Word } from "./completion-script.ts";
import type { Output } from "./output.ts";

/** Prints the completion script of a shell, made from the command tree itself. */
export async function completionCommand(shell: Shell, program: Command, output: Output): Promise<number> {
  await output.write(completionScript(shell, { words: wordsOf(program), values: valuesOf() }));
  return 0;
}

/** All commands with their options and known arguments, as words and descriptions. */
function wordsOf(program: Command): ReadonlyMap<string, readonly Word[]> {
  const words = new Map<string, readonly Word[]>();
  const commands = program.commands.map((command): Word => [
    command.name(),
    command.summary() || command.description(),
  ]);
  words.set("", [...commands, ...optionsOf(program)]);
  for (const command of program.commands) {
    const choices = command.registeredArguments.flatMap((argument) => argument.argChoices ?? []);
    words.set(command.name(), [...optionsOf(command), ...choices.map((choice): Word => [choice, ""])]);
  }
  words.set("causes", [...(words.get("causes") ?? []), ...causeWords]);
  return words;
}

/** What an option takes, where that is known. */
function valuesOf(): ReadonlyMap<string, readonly Word[]> {
  return new Map([
    ["--outcome", outcomes.map((word): Word => [word, ""])],
    ["--cause", causeWords],
  ]);
}

const causeWords: readonly Word[] = catalogue.map(({ id, title }) => [id, title]);

function optionsOf(command: Command): readonly Word[] {
  const { options } = command;
  return [
    ...options.map((option): Word => [option.long ?? option.flags, option.description]),
    ["--help", "show help"],
  ];
}
