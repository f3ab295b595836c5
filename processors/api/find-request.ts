import type { Lookup, StoredRequest } from "../contract/index.ts";
import { refusal } from "./refusal.ts";

export type FoundRequest =
  | { readonly type: "found"; readonly request: StoredRequest }
  /** It became part of another one, or the name is another identifier of one request alone. */
  | { readonly type: "elsewhere"; readonly id: string }
  /** The name is an identifier of several. */
  | { readonly type: "several" };

/** A request by its id. An id that was provisional leads to the request that it became part of. Throws a refusal when there is none. */
export async function findRequest(lookup: Lookup, id: string): Promise<FoundRequest> {
  const request = await lookup.request(id);
  if (request !== null)
    return request.view.id === id ? { type: "found", request } : { type: "elsewhere", id: request.view.id };
  const { requests } = await lookup.list({ key: id }, { limit: 2, cursor: null });
  const [only, another] = requests;
  if (only === undefined) throw refusal("unknown-request", `no request has the id "${shownId(id)}"`);
  if (another !== undefined) return { type: "several" };
  return { type: "elsewhere", id: only.view.id };
}

export function shownId(id: string): string {
  return id.slice(0, 100);
}
