import { statSync } from "node:fs";
import { openBundle } from "../../collectors/index.ts";
import type { Bundle } from "../../collectors/index.ts";
import { cliError } from "../errors/cli-error.ts";
import type { CliError } from "../errors/cli-error.ts";
import { refuseEmpty } from "./refuse-empty.ts";
import { isLost } from "./lost.ts";
import type { Loss } from "./lost.ts";
import { visible } from "../runtime/visible.ts";

/**
 * Opens the bundle that the arguments name. An argument that does not exist is an error at once, since it is a slip;
 * an empty one, or one without a known log, only when no other has any: else it is told by the way.
 */
export async function openInput(
  paths: readonly string[],
  onProgress: (files: number) => void = () => {},
): Promise<Bundle> {
  refuseEmpty(paths);
  const bundle = await openBundle(paths, { onProgress });
  const missing = bundle.useless.find(({ why }) => why === "missing");
  const [useless] = bundle.useless;
  const error = missing ?? (bundle.files.length === 0 ? useless : undefined);
  if (error === undefined) {
    for (const { path, why } of bundle.useless)
      process.stderr.write(visible(`scepscope: "${path}" ${uselessWords[why]}\n`));
    return bundle;
  }
  bundle.close();
  throw uselessArgument(error, bundle);
}

const uselessWords = {
  missing: "does not exist",
  empty: "is empty",
  "no-log": "holds no log that can be read",
};

function uselessArgument({ path, why }: Bundle["useless"][number], bundle: Bundle): CliError {
  switch (why) {
    case "missing":
      return cliError({
        code: "input.missing",
        what: `there is no file or folder "${path}"`,
        remedy: "check the spelling; paths are relative to the folder you are in",
      });
    case "empty":
      return cliError({
        code: "input.empty",
        what: `the folder or archive "${path}" is empty`,
        remedy: "name the folder that holds the logs: IIS logs, NDESPlugin.log, .svclog files, .evtx files",
      });
    case "no-log":
      return cliError({
        code: "input.no-log",
        what: `no log that can be read in "${path}"${examples(bundle)}`,
        remedy: isSpecial(path) ? specialRemedy : remedyOf(bundle),
      });
  }
}

/** A device, a pipe (also the one of `<(…)` in a shell) or a socket: it has no places to come back to, and no rights would help. */
function isSpecial(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && !stats.isFile() && !stats.isDirectory();
}

const specialRemedy = "name a folder or a file; what a device or a pipe gives, write to a file first";

/** What keeps all of it from being read has a remedy of its own. */
function remedyOf({ unreadable }: Bundle): string {
  const [reason, ...others] = new Set(unreadable.map((one) => one.reason));
  return reason !== undefined && others.length === 0 && isLost(reason)
    ? remedies[reason]
    : "name a folder with logs of the NDES server, the CA or a device; `scepscope formats` lists what can be read";
}

const remedies: Readonly<Record<Loss, string>> = {
  "archive.encrypted": "unpack it yourself, with its password, and name the folder",
  "archive.damaged": "copy it again, or unpack it yourself with another program and name the folder",
  "archive.limit": "unpack it yourself, if it is a bundle of logs and no trap, and name the folder",
  "archive.unsafe-path": "unpack it yourself, if you trust who made it, and name the folder",
  "file.unreadable": "run with the right to read it, or copy the logs to a folder of your own",
};

function examples({ unreadable }: Bundle): string {
  const shown = unreadable
    .slice(0, 3)
    .map(({ path, reason, detail }) => `${path} (${detail === "" ? reason : detail})`);
  const more = unreadable.length > shown.length ? `, and ${unreadable.length - shown.length} more` : "";
  return shown.length === 0 ? "" : `: ${shown.join(", ")}${more}`;
}
