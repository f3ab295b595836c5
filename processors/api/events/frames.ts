import { toApiChange } from "../../contract/index.ts";
import type { Change } from "../../contract/index.ts";
import { createChangeSource } from "./change-source.ts";

/** What is sent at once, as text, without the number that it has for its reader. */
export interface Frame {
  readonly name: "heartbeat" | "overflow" | "digest" | "request" | "gone" | "host";
  readonly text: string;
}

export type Told = Exclude<Change, { readonly type: "overflow" }>;

/**
 * The event stream as text (HTML Living Standard, 9.2 "Server-sent events"). Nothing is kept for a reader: it pulls, and whoever is too
 * slow gets `overflow`, the last event of the stream. After it, or after a break (`isBack`), one asks anew for what one shows.
 */
export async function* frames(told: AsyncIterable<Frame>, isBack: boolean): AsyncGenerator<string> {
  yield `retry: ${retryMs}\n: scepscope\n\n`;
  let id = 0;
  const numbered = ({ text }: Frame): string => `id: ${(id += 1)}\n${text}`;
  if (isBack) yield numbered(overflow("reconnected"));
  for await (const frame of told) {
    yield frame.name === "heartbeat" ? frame.text : numbered(frame);
    if (frame.name === "overflow") return;
  }
}

const retryMs = 2000;

export function frameOf(name: Frame["name"], told: object): Frame {
  return { name, text: `event: ${name}\ndata: ${JSON.stringify(told)}\n\n` };
}

export function overflow(reason: "reconnected" | "too slow"): Frame {
  return frameOf("overflow", { reason });
}

/** Both sides notice by it that a connection is dead. */
export const heartbeat: Frame = { name: "heartbeat", text: ": heartbeat\n\n" };

/** Each change for itself, as the lookup tells it to this reader; a heartbeat after each silence. */
export async function* changeFrames(
  changes: AsyncIterable<Change>,
  { heartbeatMs, signal }: { readonly heartbeatMs: number; readonly signal: AbortSignal },
): AsyncGenerator<Frame> {
  const source = createChangeSource(changes, signal);
  for (;;) {
    const change = await source.next(heartbeatMs);
    if (change === "ended") return;
    if (change === "quiet") yield heartbeat;
    else yield toFrame(change);
  }
}

/** All readers get the same change: it is written once. */
const written = new WeakMap<Change, Frame>();

function toFrame(change: Change): Frame {
  const known = written.get(change);
  if (known !== undefined) return known;
  const frame = change.type === "overflow" ? overflow("too slow") : frameOf(change.type, toTold(change));
  written.set(change, frame);
  return frame;
}

function toTold(change: Told): object {
  if (change.type === "request") return toApiChange(change.request);
  return change.type === "gone" ? { id: change.id, successor: change.successor } : { host: change.host.host };
}
