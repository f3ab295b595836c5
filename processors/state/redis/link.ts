import type { Buffer } from "node:buffer";
import { setTimeout as delay } from "node:timers/promises";
import { StoreFailed } from "../../contract/index.ts";
import { connect } from "./connect.ts";
import type { Client } from "./connect.ts";
import { isPassing, isReply, toStoreFailed, unavailable } from "./failure.ts";
import { nameOfPlace } from "./options.ts";
import type { RedisOptions } from "./options.ts";

export type Word = string | Buffer | number;

/** The way to a Redis: each call has an answer, or an error, within a bounded time. */
export interface Link {
  readonly place: string;
  /**
   * Sends a command; again, when the server went away meanwhile, so it may be done twice. Rejects with `StoreFailed`, or with what Redis said
   * when that is none of ours.
   */
  call(command: string, words: readonly Word[]): Promise<unknown>;
  /** How often it was connected: what was looked at once may be another after it. */
  connections(): number;
  close(): void;
}

const againMs = 50;
const lookEveryMs = 20;

/**
 * On overload: nothing waits here but the calls that were made, each for `callMsMax` at most. On crash of the server: calls wait for its return as long, then
 * fail, and can be made again.
 */
export function createLink(options: RedisOptions): Link {
  const client = connect(options);
  const place = nameOfPlace(options.place);
  let [connections, isClosed] = [0, false];
  let last: Error | null = null;
  client.on("ready", () => (connections += 1));
  client.on("error", (error: Error) => (last = error));
  const attempt = async (command: string, words: readonly Word[], signal: AbortSignal): Promise<unknown> => {
    await readiness(client, signal, () => isClosed);
    const answer = await client.callBuffer(command, [...words]);
    last = null;
    return answer;
  };
  return {
    place,
    connections: () => connections,
    call: async (command, words) => {
      const timer = AbortSignal.timeout(options.callMsMax);
      for (;;) {
        if (isClosed) throw new StoreFailed("store.closed", `the store in ${place} is closed`);
        try {
          return await within(attempt(command, words, timer), timer);
        } catch (error) {
          if (timer.aborted && !isSaid(error))
            throw unavailable(last, place, options.place.kind === "cluster");
          if (!isPassing(error)) throw toStoreFailed(error, place);
          if (error instanceof Error && isReply(error)) last = error;
        }
        await delay(againMs);
      }
    },
    close: () => {
      isClosed = true;
      client.disconnect();
    },
  };
}

function isSaid(error: unknown): boolean {
  return error instanceof Error && isReply(error) && !isPassing(error);
}

/**
 * ioredis gives up for good when a sentinel tells of a new master while it asks for one (its failover detector then closes what is just being connected, and no retry
 * strategy is asked): so a client that has ended, and not by us, is connected again.
 */
async function readiness(client: Client, signal: AbortSignal, isClosed: () => boolean): Promise<void> {
  while (client.status !== "ready") {
    signal.throwIfAborted();
    // Nobody waits for what he has let go.
    if (isClosed()) return;
    if (client.status === "end") client.connect().catch(() => {});
    await delay(lookEveryMs);
  }
}

/** What comes later is heard by nobody. */
async function within<T>(asked: Promise<T>, signal: AbortSignal): Promise<T> {
  asked.catch(() => {});
  signal.throwIfAborted();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([asked, late]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
