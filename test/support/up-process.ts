import { join } from "node:path";
import { startRole } from "../../deploy/dev/fleet/role-process.ts";
import type { RoleProcess } from "../../deploy/dev/fleet/role-process.ts";

export interface UpPlace {
  readonly folder: string;
  readonly dataFolder: string;
  readonly configFile: string;
}

/** So late all requests are final. */
export const laterMs = 14_400_000;

/** To be loaded before a program: its clock is so much ahead, and the files that it looks at were changed so much later. */
export function clockAheadBy(ms: number, filesMs = 0): string {
  const code = `
    import fs from "node:fs";
    import { syncBuiltinESMExports } from "node:module";
    const now = Date.now.bind(Date);
    Date.now = () => now() + ${ms};
    const later = (stats) => Object.assign(stats, { mtimeMs: stats.mtimeMs + ${filesMs}n });
    for (const name of ${filesMs === 0 ? "[]" : '["stat", "fstat"]'}) {
      const look = fs[name];
      fs[name] = (of, how, done) => look(of, how, (error, stats) => done(error, stats && later(stats)));
    }
    syncBuiltinESMExports();`;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

/** `later`: hours have passed for it, so that all requests become final. What does not end itself is to be killed by whoever started it. */
export function startUpProcess(
  { folder, dataFolder, configFile }: UpPlace,
  when: "now" | "later" = "now",
): RoleProcess {
  return startRole({
    words: ["up", folder, "--data", dataFolder, "--listen", "127.0.0.1:0", "--config", configFile],
    imports: when === "later" ? [clockAheadBy(laterMs)] : [],
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
