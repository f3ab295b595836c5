import { cliError } from "../errors/cli-error.ts";

/** An empty path is mostly a variable of the shell that is not set; Node takes it for the folder that one is in, which nobody has named. */
export function refuseEmpty(paths: readonly string[]): void {
  if (paths.every((path) => path.trim() !== "")) return;
  throw cliError({
    code: "input.missing",
    what: "a path is empty",
    remedy: "name a folder, an archive or a log file; ./ is the folder that you are in",
  });
}
