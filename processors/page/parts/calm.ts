import type { HostView } from "../../contract/index.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";

/** Nothing is there that would be bad. Where no log is followed that says nothing. */
export function calm(hosts: readonly HostView[], words: string): Html {
  const isFollowed = hosts.some(({ sources }) => sources.length > 0);
  return html`<p class="calm">${isFollowed ? `✓ ${words}` : "No log is followed yet."}</p>`;
}
