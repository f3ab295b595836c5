import { statSync } from "node:fs";
import type { Config } from "../../config/index.ts";
import { livePlaces } from "../../collecting/index.ts";
import { cliError } from "../../errors/cli-error.ts";
import { systemReason } from "../../../collectors/contract/index.ts";
import { amongLogs } from "./among-logs.ts";

/** Throws a `CliError` where there is nothing to follow. A path of the command line has to be there; a configured one may come later, as a share may. */
export function placesToFollow(
  { command, paths }: { readonly command: "up" | "collect" | "verify"; readonly paths: readonly string[] },
  config: Config,
  env: Readonly<Record<string, string | undefined>>,
): ReturnType<typeof livePlaces> {
  for (const path of paths) mustExist(path);
  const places = livePlaces(paths, config, env);
  if (places.length === 0) throw nothingToFollow(command);
  const trouble = command === "verify" ? null : amongLogs(config, places);
  if (trouble !== null) throw trouble;
  return places;
}

function mustExist(path: string): void {
  try {
    statSync(path);
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    throw cliError({
      code: isMissing ? "input.missing" : "input.unreadable",
      what: isMissing ? `there is no "${path}"` : `"${path}" cannot be looked into: ${systemReason(error)}`,
      remedy:
        "check the spelling and the rights; what comes later can be named under `places` in the configuration",
    });
  }
}

function nothingToFollow(command: string): Error {
  return cliError({
    code: "input.missing",
    what: "there is nothing to follow: this machine has none of the usual folders of NDES, IIS or the connector",
    remedy: `name a folder: \`scepscope ${command} FOLDER\`, or \`places\` in the configuration; \`scepscope demo\` shows it on invented logs`,
  });
}
