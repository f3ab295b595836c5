import { siteLinks } from "../../page/index.ts";
import type { PageFrame } from "../../page/index.ts";
import type { ApiContext } from "../context.ts";

/** Where the pages of this server stand, now. */
export function frameOf({ options, limits }: ApiContext): PageFrame {
  const { clock, alertsAbout = () => [], deaf = () => null } = options;
  return { now: clock(), silentMs: limits.silentMs, deaf: deaf(), links: siteLinks, alertsAbout };
}
