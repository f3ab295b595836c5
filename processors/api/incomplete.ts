import type { ApiOptions } from "./options.ts";

/** What is missing just now of what is known, in words, for pages and programs alike; null: nothing. */
export function incompleteOf({
  ready,
  deaf = () => null,
  partial = () => null,
}: Pick<ApiOptions, "ready" | "deaf" | "partial">): string | null {
  const now = ready();
  return now.isReady ? (deaf() ?? partial()) : now.reason;
}
