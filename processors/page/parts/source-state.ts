import type { HostSource, HostView } from "../../contract/index.ts";
import { duration, grouped } from "../../wording/index.ts";
import type { PageFrame } from "../frame.ts";
import { html, idText } from "../html.ts";
import type { Html } from "../html.ts";

/** A moment, and how long a collector may say nothing until what it said last is of then. */
export type Watch = Pick<PageFrame, "now" | "silentMs">;

/** Logs that were only read once have no collector that could fall silent. */
export function isSilent({ readAt }: HostView, { now, silentMs }: Watch): boolean {
  return readAt !== null && now - readAt > silentMs;
}

/** How bad it is with a source; 0: well. */
export function trouble({ condition, gapBytes }: HostSource, host: HostView, watch: Watch): number {
  if (isSilent(host, watch)) return 4;
  if (condition === "current") return gapBytes > 0 ? 1 : 0;
  return condition === "behind" ? 2 : 3;
}

const conditions = {
  current: ["ok", "✓"],
  behind: ["wait", "◔"],
  missing: ["bad", "✕"],
  denied: ["bad", "✕"],
  failing: ["bad", "✕"],
} as const;

export function conditionBadge({ condition, detail }: HostSource, host: HostView, watch: Watch): Html {
  if (isSilent(host, watch)) {
    const title = `its collector has said nothing for ${duration(watch.now - (host.readAt ?? watch.now))}; it was ${condition} then`;
    return html`<span class="badge bad" title="${title}"><span aria-hidden="true">!</span> silent</span>`;
  }
  const [tone, sign] = conditions[condition];
  return html`<span class="badge ${tone}" title="${idText(detail)}"
    ><span aria-hidden="true">${sign}</span> ${condition}</span
  >`;
}

export const zero: Html = html`<span class="dim">0</span>`;

/** A count that should be none. */
export function unwanted(value: number): Html {
  return value === 0 ? zero : html`<b class="wait">${grouped(value)}</b>`;
}
