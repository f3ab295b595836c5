import { createInterface } from "node:readline/promises";
import { cliError } from "../../errors/cli-error.ts";

/** Asks on the terminal; only `yes` is a yes. Without a terminal there is nobody to ask: throws a `CliError`. */
export async function confirm(question: string, remedy: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw cliError({ code: "usage.not-confirmed", what: `${question} Nobody is there to answer`, remedy });
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await asking.question(`${question} Type yes to go on: `)).trim() === "yes";
  } finally {
    asking.close();
  }
}
