import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { askWevtutil, followEventLogs } from "../../collectors/index.ts";
import type { CollectEvent, CollectOptions, EventChannel, SourceBeside } from "../../collectors/index.ts";
import type { EventLogOptions } from "../../collectors/event-logs/follow-event-logs.ts";
import { wakeAfter } from "../../deploy/runtime/clock.ts";
import { xmlEvent } from "./event-xml.ts";
import { standInWevtutil } from "./stand-in-wevtutil.ts";
import type { StandIn } from "./stand-in-wevtutil.ts";
import { waitUntil } from "./wait-until.ts";

/** What copies event logs, by the real way of a child process, with a stand-in for the program that only Windows has. */
export interface EventLogRig {
  readonly folder: string;
  readonly spool: string;
  readonly windows: StandIn;
  readonly events: CollectEvent[];
  /** The channel as a source, when it was last looked at. */
  readonly looked: { source: SourceBeside | null };
  follow(options?: FollowOptions): { end(): Promise<void> };
  /** Names of the files with copies. */
  files(): string[];
  /** What stands in all of them. */
  spooled(): string;
  spoolBecomes(text: string): Promise<void>;
  /** Ends all that was begun, and removes the folder. */
  end(): Promise<void>;
}

export interface FollowOptions {
  readonly wanted?: EventChannel["wanted"];
  readonly optional?: boolean;
  readonly ask?: EventLogOptions["ask"];
  readonly wake?: CollectOptions["wake"];
  readonly kept?: (path: string) => number;
  readonly limits?: { readonly fileBytesMax: number; readonly filesMax: number };
  readonly clock?: { now(): number };
}

export function eventLogRig(channel: string): EventLogRig {
  const folder = mkdtempSync(join(tmpdir(), "scepscope-event-logs-"));
  const spool = join(folder, "spool");
  const usualPath = process.env["PATH"];
  const windows = standInWevtutil(join(folder, "system32"));
  process.env["PATH"] = windows.path;
  const events: CollectEvent[] = [];
  const looked: EventLogRig["looked"] = { source: null };
  const ends: (() => Promise<void>)[] = [];
  const files = (): string[] =>
    readdirSync(spool)
      .filter((name) => name.endsWith(".xml"))
      .toSorted();
  const spooled = (): string => {
    try {
      return files()
        .map((name) => readFileSync(join(spool, name), "utf8"))
        .join("");
    } catch {
      return "";
    }
  };
  return {
    folder,
    spool,
    windows,
    events,
    files,
    spooled,
    spoolBecomes: (text) => waitUntil(() => spooled() === text),
    looked,
    follow: ({ wanted = null, optional = false, ...options } = {}) => {
      const stop = new AbortController();
      const following = followEventLogs({
        kept: () => Number.POSITIVE_INFINITY,
        wake: wakeAfter,
        clock: { now: () => 0 },
        onLook: (source) => (looked.source = source),
        ...options,
        channels: [{ name: channel, wanted, optional }],
        folder: spool,
        everyMs: 10,
        ask: options.ask ?? askWevtutil,
        signal: stop.signal,
        onEvent: (event) => events.push(event),
      });
      const end = async (): Promise<void> => {
        stop.abort();
        await following;
      };
      ends.push(end);
      return { end };
    },
    end: async () => {
      for (const end of ends.splice(0)) await end();
      process.env["PATH"] = usualPath;
      rmSync(folder, { recursive: true });
    },
  };
}

/** Rests that end when they are wanted to. */
export function byHand(): { wake: CollectOptions["wake"]; done(): Promise<void>; next(): Promise<void> } {
  let [resting, waking] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  return {
    wake: async (_ms, signal) => {
      resting.resolve();
      signal.addEventListener("abort", () => waking.resolve(), { once: true });
      await waking.promise;
    },
    done: () => resting.promise,
    next: async () => {
      resting = Promise.withResolvers();
      const { resolve } = waking;
      waking = Promise.withResolvers();
      resolve();
      await resting.promise;
    },
  };
}

/** An event whose number tells its time, too, unless another is given. */
export function numberedEvent(
  recordId: number,
  more: { readonly id?: number; readonly day?: number } = {},
): string {
  const at = new Date(Date.UTC(2026, 10, more.day ?? 22) + recordId * 1000).toISOString();
  return xmlEvent({ recordId, at, id: more.id ?? 31, message: `Zoë\r\nis number ${recordId}` });
}

export function numberedEvents(
  from: number,
  to: number,
  more: { readonly id?: number; readonly day?: number } = {},
): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => numberedEvent(from + index, more));
}

export function linesOf(...each: readonly string[]): string {
  return each.map((xml) => `${xml}\n`).join("");
}
