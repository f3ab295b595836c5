import { readFileSync } from "node:fs";
import { z } from "zod";
import { nothingKnown } from "../../alerts/index.ts";
import type { Ledger, Memory } from "../../alerts/index.ts";
import { replaceFile } from "../../collectors/index.ts";
import type { Receiver } from "../../processors/contract/index.ts";
import type { Log } from "../runtime/log.ts";

/** What was told to whom, and what it was decided by. */
export interface Notified {
  readonly memory: Memory;
  readonly ledgers: ReadonlyMap<Receiver, Ledger>;
}

export const nobodyNotified: Notified = { memory: nothingKnown, ledgers: new Map() };

const texts = z.record(z.string(), z.string());
const told = z.strictObject({ labels: texts, annotations: texts, startsAt: z.number() });
const sample = z.strictObject({ at: z.number(), count: z.number() });
const held = z.strictObject({ alert: told, host: z.string(), since: z.number(), isFiring: z.boolean() });
const entry = z.strictObject({ alert: told, toldAt: z.number().nullable() });
const entries = z.array(z.tuple([z.string(), entry]));
const shape = z.strictObject({
  version: z.literal(1),
  counts: z.array(z.tuple([z.string(), z.array(sample)])),
  held: z.array(z.tuple([z.string(), held])),
  alertmanager: entries,
  webhook: entries,
});

/** Null: there is none, or one that cannot be read; then what was told before is forgotten, and Alertmanager ends it by itself. */
export function readNotified(path: string): Notified | null {
  try {
    const known = shape.parse(JSON.parse(readFileSync(path, "utf8")));
    return {
      memory: { counts: new Map(known.counts), held: new Map(known.held) },
      ledgers: new Map([
        ["alertmanager", new Map(known.alertmanager)],
        ["webhook", new Map(known.webhook)],
      ]),
    };
  } catch {
    return null;
  }
}

/** Where it is kept. */
export interface NotifiedFile {
  /** On the disk when it resolves; where it cannot be, that is said, and it goes on without. */
  keep(notified: Notified): Promise<void>;
}

/**
 * On crash: the file is whole, and what it says was so. On replay: the same again is not written. On overload: one write at a time, in their order.
 */
export function createNotifiedFile(path: string, log: Log): NotifiedFile {
  let written = "";
  let last = Promise.resolve();
  const write = async (text: string): Promise<void> => {
    if (text === written) return;
    try {
      await replaceFile(path, [text], 0o600);
      written = text;
    } catch (error) {
      log.warn("what was told cannot be kept: after a restart it may be told again", { error });
    }
  };
  return {
    keep: (notified) => {
      const text = textOf(notified);
      return (last = last.then(() => write(text)));
    },
  };
}

function textOf({ memory, ledgers }: Notified): string {
  return JSON.stringify({
    version: 1,
    counts: [...memory.counts],
    held: [...memory.held],
    alertmanager: [...(ledgers.get("alertmanager") ?? [])],
    webhook: [...(ledgers.get("webhook") ?? [])],
  });
}
