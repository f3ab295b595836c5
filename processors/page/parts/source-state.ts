import type { HostSource, HostView } from "../../contract/index.ts";
import { isSilent, lastHeard } from "../../contract/index.ts";
import { duration, grouped } from "../../wording/index.ts";
import type { PageFrame } from "../frame.ts";
import { html, idText } from "../html.ts";
import type { Html } from "../html.ts";

/** A moment, and how long a collector may say nothing until what it said last is of then. */
export type Watch = Pick<PageFrame, "now" | "silentMs" | "deaf">;

/** While nothing is kept, who says nothing and who is not heard by us cannot be told apart. */
export function hearing(host: HostView, watch: Watch): "heard" | "silent" | "unknown" {
  if (!isSilent(host, watch)) return "heard";
  return watch.deaf === null ? "silent" : "unknown";
}

export function silentBadge(hearing: "silent" | "unknown", title: string): Html {
  return hearing === "silent"
    ? html`<span class="badge bad" title="${idText(title)}"><span aria-hidden="true">!</span> silent</span>`
    : html`<span class="badge wait" title="${idText(title)}"
        ><span aria-hidden="true">?</span> unknown</span
      >`;
}

/** How bad it is with a source; 0: well. */
export function trouble({ condition, gapBytes }: HostSource, host: HostView, watch: Watch): number {
  const heard = hearing(host, watch);
  if (heard !== "heard") return heard === "silent" ? 4 : 2;
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
  const heard = hearing(host, watch);
  if (heard !== "heard") {
    const since = duration(watch.now - (lastHeard(host) ?? watch.now));
    const who =
      heard === "silent"
        ? "its collector has said nothing"
        : `what it says is not kept just now (${watch.deaf})`;
    return silentBadge(heard, `${who}; ${since} ago it was ${condition}`);
  }
  const [tone, sign] = conditions[condition];
  const words = condition === "current" ? "read to its end" : detail;
  return html`<span class="badge ${tone}" title="${idText(words)}"
    ><span aria-hidden="true">${sign}</span> ${condition}</span
  >`;
}

export const zero: Html = html`<span class="dim">0</span>`;

/** A count that should be none. */
export function unwanted(value: number): Html {
  return value === 0 ? zero : html`<b class="wait">${grouped(value)}</b>`;
}
