import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { nothingKnown } from "../../alerts/index.ts";
import type { Ledger, Memory } from "../../alerts/index.ts";
import type { Receiver } from "../../processors/contract/index.ts";

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

/** Whole or not at all: the file that is there is replaced. Throws where the folder cannot be written to. */
export function writeNotified(path: string, { memory, ledgers }: Notified): void {
  const text = JSON.stringify({
    version: 1,
    counts: [...memory.counts],
    held: [...memory.held],
    alertmanager: [...(ledgers.get("alertmanager") ?? [])],
    webhook: [...(ledgers.get("webhook") ?? [])],
  });
  const beside = `${path}.part`;
  writeFileSync(beside, text, { mode: 0o600 });
  renameSync(beside, path);
}
