import type { Lookup, RequestFilter } from "../contract/index.ts";
import type { Pseudonyms } from "./pseudonyms.ts";

/** Finds what is hidden by its real value too: who knows whom to look for may find him. */
export function disguisedLookup(lookup: Lookup, pseudonyms: Pseudonyms): Lookup {
  const asKept = async (filter: RequestFilter): Promise<RequestFilter> => {
    const { key } = filter;
    if (key === undefined) return filter;
    const hidden = { ...filter, key: pseudonyms.of(key.trim()) };
    const { requests } = await lookup.list({ key: hidden.key }, { limit: 1, cursor: null });
    return requests.length > 0 ? hidden : filter;
  };
  return {
    ...lookup,
    list: async (filter, page) => lookup.list(await asKept(filter), page),
    summary: async (filter) => lookup.summary(await asKept(filter)),
  };
}
