import type { StoredRequest } from "../contract/index.ts";
import { incompleteOf } from "./incomplete.ts";
import type { ApiOptions } from "./options.ts";
import { refusal } from "./refusal.ts";
import type { Refusal } from "./refusal.ts";

type Answering = Pick<ApiOptions, "lookup" | "ready" | "deaf" | "partial">;

export type FoundRequest =
  | { readonly type: "found"; readonly request: StoredRequest }
  /** It became part of another one, or the name is another identifier of one request alone. */
  | { readonly type: "elsewhere"; readonly id: string }
  /** The name is an identifier of several. */
  | { readonly type: "several" };

/** A request by its id. An id that was provisional leads to the request that it became part of. Throws a refusal when there is none. */
export async function findRequest(options: Answering, id: string): Promise<FoundRequest> {
  const { lookup } = options;
  const request = await lookup.request(id);
  if (request !== null)
    return request.view.id === id ? { type: "found", request } : { type: "elsewhere", id: request.view.id };
  const { requests } = await lookup.list({ key: id }, { limit: 2, cursor: null });
  const [only, another] = requests;
  if (only === undefined) throw unknownRequest(options, id);
  if (another !== undefined) return { type: "several" };
  return { type: "elsewhere", id: only.view.id };
}

/** What is not all there yet may have it. */
function unknownRequest(options: Answering, id: string): Refusal {
  const [detail, missing] = [`no request has the id "${shownId(id)}"`, incompleteOf(options)];
  if (missing === null) return refusal("unknown-request", detail);
  return refusal(
    "unknown-request",
    `${detail} so far, and not all is there yet: ${missing}`,
    "ask again later",
  );
}

export function shownId(id: string): string {
  return id.slice(0, 100);
}
