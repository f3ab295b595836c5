import type { DeviceCount, StoredRequest } from "../../contract/index.ts";
import { deviceWords, grouped } from "../../wording/index.ts";
import type { PageFrame } from "../frame.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import { doubtOf } from "../parts/begin.ts";
import { age } from "../parts/moment.ts";

/** Since when a cause is there, whether it still is, and for whom. */
export interface CauseSpan {
  /** Of all that is kept; null: none has a start. */
  readonly earliest: StoredRequest | null;
  /** Of those that are shown. */
  readonly newest: StoredRequest | null;
  readonly devices: DeviceCount;
  /** The devices are those of so many of the newest requests; null: of all. */
  readonly ofNewest: number | null;
}

/** `first 3 d 4 h ago`, `last 5 min ago`, `6 devices`. */
export function causeSpan(span: CauseSpan | undefined, { now }: PageFrame): Html {
  if (span === undefined) return html``;
  const { earliest, newest, devices, ofNewest } = span;
  const isOne = earliest?.view.id === newest?.view.id;
  return html`${isOne ? "" : ago("first", earliest, now)} ${ago("last", newest, now)}
    <span class="whom"
      >${deviceWords(devices)}${ofNewest === null ? "" : ` in the newest ${grouped(ofNewest)}`}</span
    >`;
}

function ago(word: "first" | "last", request: StoredRequest | null, now: number): Html {
  const at = request?.view.startedAt ?? null;
  if (request === null || at === null) return html``;
  return html`<span class="where">${word} ${age(at, now, doubtOf(request, at))}</span>`;
}
