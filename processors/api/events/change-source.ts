import type { Change } from "../../contract/index.ts";

/** Changes one at a time, each waited for as long as one likes. */
export interface ChangeSource {
  next(quietMs: number): Promise<Change | "quiet" | "ended">;
  nextBefore(moment: Promise<"over">): Promise<Change | "over" | "ended">;
}

/** Asks for one change at a time; one that was asked for and did not come in time is waited for again. */
export function createChangeSource(changes: AsyncIterable<Change>, signal: AbortSignal): ChangeSource {
  const iterator = changes[Symbol.asyncIterator]();
  let asked: Promise<Change | "ended"> | null = null;
  const take = async <T extends string>(moment: Promise<T>): Promise<Change | T | "ended"> => {
    if (signal.aborted) return "ended";
    asked ??= iterator.next().then(({ done, value }) => (done === true ? "ended" : value));
    const first = await Promise.race([asked, moment]);
    if (typeof first !== "string") asked = null;
    return first;
  };
  return {
    next: async (quietMs) => {
      const { promise: quiet, resolve } = Promise.withResolvers<"quiet">();
      const timer = setTimeout(resolve, quietMs, "quiet");
      return take(quiet).finally(() => clearTimeout(timer));
    },
    nextBefore: take,
  };
}
