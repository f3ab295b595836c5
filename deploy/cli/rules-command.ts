import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { printAllRules, printRules, readValues } from "../alerts/index.ts";
import { makeFolder } from "../runtime/make-folder.ts";
import { cliError } from "../errors/cli-error.ts";
import { systemReason } from "../../collectors/contract/index.ts";
import type { Output } from "./output.ts";

export interface RulesFlags {
  readonly values?: string;
  readonly out?: string;
}

/** Prints the rules for Prometheus, in one piece or as files in a folder. */
export async function rulesCommand({ values, out }: RulesFlags, output: Output): Promise<number> {
  const chosen = readValues(values ?? null);
  if (out === undefined) {
    await output.write(printAllRules(chosen));
    return 0;
  }
  const files = printRules(chosen);
  try {
    makeFolder(out);
    for (const { name, text } of files) writeFileSync(join(out, name), text);
  } catch (error) {
    throw cliError({
      code: "rules.not-written",
      what: `the rules cannot be written to "${out}": ${systemReason(error)}`,
      remedy: "name a folder that this user may write to",
    });
  }
  // Prometheus takes paths from the folder of its own configuration.
  await output.write(
    `${files.length} files in ${out}: name "${join(resolve(out), "*.yaml")}" under rule_files.\n`,
  );
  return 0;
}
