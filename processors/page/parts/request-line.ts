import type { StoredRequest } from "../../contract/index.ts";
import { html, idText } from "../html.ts";
import type { Html } from "../html.ts";

/** The most telling identifier of a request, shortened in its middle. */
export function requestName({ view }: StoredRequest): string {
  const { transactionId, deviceId, thumbprint, caRequestId } = view.keys;
  return transactionId[0] ?? deviceId[0] ?? thumbprint[0] ?? caRequestId[0] ?? view.id;
}

export function shortName(name: string): Html {
  const shown = name.length > 22 ? `${name.slice(0, 12)}…${name.slice(-6)}` : name;
  return html`<span class="mono" title="${idText(name)}">${idText(shown)}</span>`;
}
