import { join } from "node:path";
import { startRole } from "../../deploy/dev/fleet/role-process.ts";
import type { RoleProcess } from "../../deploy/dev/fleet/role-process.ts";

export interface UpPlace {
  readonly folder: string;
  readonly dataFolder: string;
  readonly configFile: string;
}

/** Loaded before the program: its clock is four hours ahead. */
export const laterClock: string =
  "data:text/javascript,const now = Date.now.bind(Date); Date.now = () => now() + 14_400_000;";

/** `later`: hours have passed for it, so that all requests become final. What does not end itself is to be killed by whoever started it. */
export function startUpProcess(
  { folder, dataFolder, configFile }: UpPlace,
  when: "now" | "later" = "now",
): RoleProcess {
  return startRole({
    words: ["up", folder, "--data", dataFolder, "--listen", "127.0.0.1:0", "--config", configFile],
    imports: when === "later" ? [laterClock] : [],
  });
}

/** Below one folder: logs, state, and a configuration with which requests become final within seconds. */
export function upPlaceIn(folder: string): UpPlace {
  return {
    folder: join(folder, "logs"),
    dataFolder: join(folder, "state"),
    configFile: join(folder, "scepscope.yaml"),
  };
}
