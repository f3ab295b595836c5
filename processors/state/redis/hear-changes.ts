import type { Change } from "../../contract/index.ts";
import type { FanOut } from "../fan-out.ts";
import { createSerial } from "../serial.ts";
import { parseHost } from "./hosts-in-redis.ts";
import { requestsById } from "./lookup-in-redis.ts";
import type { Reading } from "./lookup-in-redis.ts";
import { listOf, textOf } from "./reply.ts";

/** Commits whose requests are yet to be read. */
const waitingMax = 100;

/** What commit.lua publishes. A list without elements may be written as an object. */
interface Message {
  readonly origin: string;
  readonly partition: string;
  readonly overflow?: boolean;
  readonly ids?: unknown;
  readonly gone?: unknown;
  readonly hosts?: unknown;
}

/**
 * Turns messages of other processes into changes: a message names what changed, and it is read when somebody listens here. On overload: what waits for
 * too long is left out, and the readers are told so.
 */
export function createHearing(reading: Reading, fanOut: FanOut): (message: string) => void {
  const inTurn = createSerial();
  let waiting = 0;
  return (text) => {
    if (!fanOut.isHeard()) return;
    const message: Message = JSON.parse(text);
    if (message.origin === reading.origin) return;
    if (waiting >= waitingMax || message.overflow === true) {
      fanOut.publish([{ type: "overflow" }]);
      return;
    }
    waiting += 1;
    void inTurn(async () => {
      try {
        fanOut.publish(await changesOf(reading, message));
      } catch {
        // It cannot be read now; whoever listens has to ask anew, and hears from that what is wrong.
        fanOut.publish([{ type: "overflow" }]);
      } finally {
        waiting -= 1;
      }
    });
  };
}

async function changesOf(reading: Reading, { partition, ids, gone, hosts }: Message): Promise<Change[]> {
  const changes: Change[] = [];
  const wanted = textsOf(ids);
  if (wanted.length > 0)
    for (const request of await requestsById(reading, partition, wanted))
      if (wanted.includes(request.view.id)) changes.push({ type: "request", request });
  if (Array.isArray(gone))
    for (const [id, successor] of gone)
      changes.push({ type: "gone", id: String(id), successor: successor ?? null });
  const names = textsOf(hosts);
  if (names.length > 0) {
    const views = listOf(await reading.link.call("hmget", [reading.places.hosts(partition), ...names]));
    for (const view of views)
      if (view !== null) changes.push({ type: "host", host: parseHost(textOf(view)) });
  }
  return changes;
}

function textsOf(list: unknown): string[] {
  return Array.isArray(list) ? list.map(String) : [];
}
