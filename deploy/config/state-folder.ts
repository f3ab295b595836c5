import { posix, win32 } from "node:path";
import type { Environment } from "./secrets.ts";

/**
 * Where a program keeps its state when nobody says: ProgramData on Windows; elsewhere the folder that systemd gives a service
 * (`StateDirectory=`), else the user's state folder (XDG base directories).
 */
export function usualStateFolder(platform: string, env: Environment): string {
  if (platform === "win32") return win32.join(env["ProgramData"] || "C:\\ProgramData", "scepscope");
  const [given = ""] = (env["STATE_DIRECTORY"] ?? "").split(":");
  if (given !== "") return given;
  const state = env["XDG_STATE_HOME"] || posix.join(env["HOME"] || "/var/lib", ".local/state");
  return posix.join(state, "scepscope");
}
