import type { Log } from "./log.ts";

/** For those who say themselves what went wrong. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLog,
};
