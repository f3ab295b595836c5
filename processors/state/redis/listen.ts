import { setTimeout as delay } from "node:timers/promises";
import { connectOnce } from "./connect.ts";
import type { RedisOptions } from "./options.ts";

export interface Listener {
  /** When it hears for the first time. */
  readonly hears: Promise<void>;
  close(): void;
}

const againMs = 200;

/**
 * Hears what others publish on a channel. Redis keeps nothing for who is away: after each pause (and at the beginning) `onGap` is called when it hears
 * again, and whoever needs all must ask anew.
 */
export function listen(
  options: RedisOptions,
  channel: string,
  hear: { readonly onMessage: (message: string) => void; readonly onGap: () => void },
): Listener {
  const stop = new AbortController();
  const { promise: hears, resolve } = Promise.withResolvers<void>();
  const onGap = (): void => {
    resolve();
    hear.onGap();
  };
  void (async () => {
    for (let attempt = 0; !stop.signal.aborted; attempt += 1) {
      await hearOnce(options, channel, { ...hear, onGap, attempt, signal: stop.signal });
      await delay(againMs, undefined, { signal: stop.signal }).catch(() => {});
    }
  })();
  return { hears, close: () => stop.abort() };
}

interface Hearing {
  readonly attempt: number;
  readonly signal: AbortSignal;
  readonly onMessage: (message: string) => void;
  readonly onGap: () => void;
}

/** Ends when the connection has ended. That it failed shows in the calls of the store, which say so. */
function hearOnce(options: RedisOptions, channel: string, hearing: Hearing): Promise<void> {
  const client = connectOnce(options, hearing.attempt);
  return new Promise((resolve) => {
    const end = (): void => {
      hearing.signal.removeEventListener("abort", end);
      client.disconnect();
      resolve();
    };
    hearing.signal.addEventListener("abort", end, { once: true });
    client.on("error", () => {});
    client.once("end", end);
    client.on("message", (_, message: string) => hearing.onMessage(message));
    client.subscribe(channel).then(hearing.onGap, end);
  });
}
