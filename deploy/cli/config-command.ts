import {
  configPath,
  configSchema,
  printConfig,
  readConfig,
  readNotifySecrets,
  readSecrets,
} from "../config/index.ts";
import { notifyValues } from "../notify/index.ts";
import { terminalFacts } from "../runtime/terminal.ts";
import { asCalled } from "./as-called.ts";
import { cliError } from "../errors/cli-error.ts";
import type { ConfigAction } from "./config-actions.ts";
import type { Output } from "./output.ts";
import { visible } from "../runtime/visible.ts";

/** Exit code 0: the configuration can be used as it is, with its secrets. Whatever keeps `scepscope up` from starting with it is thrown. */
export async function configCommand(
  action: ConfigAction,
  file: string | null,
  output: Output,
): Promise<number> {
  await output.write(action === "schema" ? schema(file) : checkedText(action, file));
  return 0;
}

function checkedText(action: "check" | "print", file: string | null): string {
  const { env } = terminalFacts();
  const config = readConfig(file, env);
  const secrets = readSecrets(config, env);
  if (action === "print") return visible(printConfig(config, secrets));
  readNotifySecrets(config, env);
  notifyValues(config);
  const path = configPath(file, env);
  return path === null
    ? asCalled(
        "No configuration file: everything has its usual value. `scepscope config print` shows them.\n",
      )
    : visible(`${path}: all well\n`);
}

function schema(file: string | null): string {
  if (file === null) return `${JSON.stringify(configSchema(), null, 2)}\n`;
  throw cliError({
    code: "usage.arguments",
    what: "the schema is the same for all files, so `config schema` takes none",
    remedy: `leave "${file}" out, or ask \`scepscope config check\` whether it fits`,
  });
}
