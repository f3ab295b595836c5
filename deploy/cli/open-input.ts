import { openBundle } from "../../collectors/index.ts";
import type { Bundle } from "../../collectors/index.ts";
import { cliError } from "./cli-error.ts";
import type { CliError } from "./cli-error.ts";

/**
 * Opens the bundle that the arguments name. An argument that does not exist is an error at once, since it is a slip;
 * an empty one, or one without a known log, only when no other has any.
 */
export async function openInput(paths: readonly string[]): Promise<Bundle> {
  const bundle = await openBundle(paths);
  const missing = bundle.useless.find(({ why }) => why === "missing");
  const [useless] = bundle.useless;
  const error = missing ?? (bundle.files.length === 0 ? useless : undefined);
  if (error === undefined) return bundle;
  bundle.close();
  throw uselessArgument(error, bundle);
}

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
        remedy:
          "name a folder with logs of the NDES server, the CA or a device; `scepscope formats` lists what can be read",
      });
  }
}

function examples({ unreadable }: Bundle): string {
  const shown = unreadable
    .slice(0, 3)
    .map(({ path, reason, detail }) => `${path} (${detail === "" ? reason : detail})`);
  const more = unreadable.length > shown.length ? `, and ${unreadable.length - shown.length} more` : "";
  return shown.length === 0 ? "" : `: ${shown.join(", ")}${more}`;
}
