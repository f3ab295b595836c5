import type { StoredRequest } from "../contract/index.ts";
import { traceIdOf } from "./ids.ts";

/** The last 56 bits of a trace id are its randomness (W3C Trace Context, level 2): samplers behind us that go by it agree with this one. */
const randomDigits = 14;
const randomMax = 16 ** randomDigits;

/** Whether a request is sent, if `percent` of them are. Failures always are, and the same request always comes out the same. */
export function isSampled({ view }: StoredRequest, percent: number): boolean {
  if (view.outcome === "failed" || percent >= 100) return true;
  const random = Number.parseInt(traceIdOf(view.id).slice(-randomDigits), 16);
  return random >= randomMax * (1 - percent / 100);
}
