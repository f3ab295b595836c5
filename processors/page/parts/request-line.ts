import type { StoredRequest } from "../../contract/index.ts";
import { html, idText } from "../html.ts";
import type { Html } from "../html.ts";

/** The most telling identifier of a request. */
export function requestName({ view }: StoredRequest): string {
  const { transactionId, deviceId, thumbprint, caRequestId } = view.keys;
  return transactionId[0] ?? deviceId[0] ?? thumbprint[0] ?? caRequestId[0] ?? view.id;
}

/** Shortened in its middle for the eye alone: who selects it, or looks for it on the page, has it whole, because nothing is found by a part. */
export function shortName(name: string): Html {
  const marks = Array.from(idText(name));
  if (marks.length <= 22) return html`<span class="mono">${marks.join("")}</span>`;
  const [head, middle, tail] = [marks.slice(0, 12), marks.slice(12, -6), marks.slice(-6)].map((part) =>
    part.join(""),
  );
  return html`<span class="mono name" title="${idText(name)}"
    >${head}<span class="middle">${middle}</span>${tail}</span
  >`;
}
