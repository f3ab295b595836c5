import { openSecretRemedy, secretFiles } from "../../config/index.ts";
import type { Config } from "../../config/index.ts";
import { systemClock } from "../../runtime/clock.ts";
import { createLog, standardErrorWriter } from "../../runtime/log.ts";
import type { RootLog } from "../../runtime/log.ts";
import { asCalled } from "../as-called.ts";
import { terminalFacts, terminalOf } from "../../runtime/terminal.ts";

/**
 * Our own log, on standard error: for people on a terminal, else JSON. `secrets` never come out of it; the first that it says is which of the files that hold such are open to
 * all.
 */
export function openLog(
  config: Config,
  flags: { readonly color?: boolean },
  secrets: readonly (string | null)[],
): RootLog {
  const { isColourful, isWatched } = terminalOf(terminalFacts(), flags);
  const { level, format } = config.log;
  const log = createLog({
    level,
    format: format === "auto" ? (isWatched ? "text" : "json") : format,
    isColourful: isColourful && isWatched,
    write: standardErrorWriter(),
    now: () => systemClock.now(),
    asCalled: (remedy) => asCalled(remedy),
    secrets: secrets.flatMap((secret) => (secret === null || secret === "" ? [] : [secret])),
  });
  for (const { setting, file } of secretFiles(config).open)
    log.warn("every user of this machine may read a file with a secret", {
      setting,
      file,
      remedy: openSecretRemedy,
    });
  return log;
}
