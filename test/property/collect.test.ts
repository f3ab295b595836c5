import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";

import { memoryCheckpoint } from "../../collectors/index.ts";
import type { Shipment } from "../../collectors/contract/index.ts";
import { placeAt, receivedFrom, startRig } from "../support/collector-rig.ts";
import type { Rig } from "../support/collector-rig.ts";

/** What can happen to a folder of logs, and to the one who follows it. */
type Deed =
  | { readonly does: "append"; readonly log: number; readonly lines: number; readonly cut: number }
  | { readonly does: "rename" | "copy and truncate" | "truncate" | "delete"; readonly log: number }
  /** It dies in its next round, when the bus has taken so many batches. */
  | { readonly does: "crash"; readonly batches: number }
  | { readonly does: "step" | "stop" };

/** All that was ever written to one file, under whichever names, until it was cut off or deleted. */
interface Stream {
  text: string;
  /** So much of it was there, in whole lines, when the collector last looked. */
  looked: number;
  /** So much of it must have been delivered; null: it is still on disk, and all of it must be. */
  due: number | null;
  /** It was deleted and can still be read, as long as the collector lives that has it open. */
  isOpen: boolean;
}

interface World {
  readonly folder: string;
  readonly streams: Stream[];
  readonly logs: Map<string, { stream: Stream; rest: string }>;
  readonly shipments: Shipment[];
  lines: number;
  rotations: number;
  /** Since the collector was started, it has looked. */
  hasLooked: boolean;
}

const names = ["cloudextension-a.log", "cloudextension-b.log"] as const;

const deeds: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant("append" as const),
      log: fc.nat(1),
      lines: fc.integer({ min: 1, max: 6 }),
      cut: fc.nat(700),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constantFrom("rename", "copy and truncate", "truncate", "delete"),
      log: fc.nat(1),
    }),
  },
  { weight: 6, arbitrary: fc.record({ does: fc.constant("step" as const) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("crash" as const), batches: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("stop" as const) }) },
);

test(
  "whatever happens to a folder of logs, every byte is delivered in order and once, but for what a crash repeats",
  { timeout: 120_000 },
  async () => {
    await fc.assert(fc.asyncProperty(fc.array(deeds, { minLength: 1, maxLength: 40 }), live), {
      numRuns: Number(process.env["COLLECT_RUNS"] ?? 200),
    });
  },
);

async function live(story: readonly Deed[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "collect-"));
  try {
    const world: World = {
      folder,
      streams: [],
      logs: new Map(),
      shipments: [],
      lines: 0,
      rotations: 0,
      hasLooked: false,
    };
    await play(world, story);
    judge(world);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function play(world: World, story: readonly Deed[]): Promise<void> {
  const checkpoint = memoryCheckpoint();
  let at = Date.now();
  const start = async (): Promise<Rig> => {
    const rig = await startRig({
      places: [placeAt(world.folder)],
      checkpoint,
      limits: {
        sliceBytesMax: 512,
        batchBytesMax: 2048,
        idleMs: 1e9,
        quietEveryMs: 0,
        checkpointEveryMs: 3000,
      },
      clock: { now: () => at },
    });
    look(world);
    return rig;
  };
  let rig = await start();
  const step = async (ms: number): Promise<void> => {
    at += ms;
    await rig.step(ms);
    look(world);
  };
  for (const deed of story) {
    if ("log" in deed) act(world, deed);
    else if (deed.does === "step") await step(1000);
    else {
      await (deed.does === "crash" ? rig.crash(deed.batches) : rig.stop());
      world.shipments.push(...rig.shipments);
      closeAll(world);
      // What is done next is done while nobody looks, until the next step.
      rig = await start();
    }
  }
  for (const ms of [100, 6000, 6000, 2e9, 100]) await step(ms);
  await rig.stop();
  world.shipments.push(...rig.shipments);
}

function act(world: World, deed: Extract<Deed, { log: number }>): void {
  const name = names[deed.log] ?? names[0];
  const path = join(world.folder, name);
  if (deed.does === "append") append(world, path, deed);
  if (!existsSync(path)) return;
  const log = world.logs.get(path);
  if (log === undefined || deed.does === "append") return;
  world.rotations += 1;
  rotate(world, { path, stream: log.stream }, deed.does);
  world.logs.delete(path);
}

function rotate(
  world: World,
  { path, stream }: { readonly path: string; readonly stream: Stream },
  how: "rename" | "copy and truncate" | "truncate" | "delete",
): void {
  const rotated = path.replace(".log", `-${world.rotations}.log`);
  if (how === "rename") renameSync(path, rotated);
  if (how === "copy and truncate") copyFileSync(path, rotated);
  if (how === "copy and truncate" || how === "truncate") truncateSync(path);
  if (how === "truncate") stream.due = stream.looked;
  if (how !== "delete") return;
  rmSync(path);
  // A whole line was there when it was last looked at: then it is open, and is read to its end.
  stream.isOpen = world.hasLooked && stream.looked > 0;
  stream.due = stream.isOpen ? stream.text.length : stream.looked;
}

/** Lines that are like no other; the last one may be torn, and goes on with the next append. */
function append(world: World, path: string, { lines, cut }: { lines: number; cut: number }): void {
  const log = world.logs.get(path) ?? { stream: { text: "", looked: 0, due: null, isOpen: false }, rest: "" };
  if (!world.logs.has(path)) world.streams.push(log.stream);
  world.logs.set(path, log);
  let text = log.rest;
  for (let count = 0; count < lines; count += 1) {
    world.lines += 1;
    text += `${String(world.lines).padStart(6, "0")} ${"x".repeat(60 + ((world.lines * 37) % 90) * (world.lines % 7 === 0 ? 9 : 1))}\n`;
  }
  const end = Math.min(text.length, Math.max(12, text.length - cut));
  log.rest = text.slice(end);
  log.stream.text += text.slice(0, end);
  appendFileSync(path, text.slice(0, end));
}

function look(world: World): void {
  for (const stream of world.streams) {
    if (stream.due === null || stream.isOpen) stream.looked = stream.text.lastIndexOf("\n") + 1;
  }
  world.hasLooked = true;
}

function closeAll(world: World): void {
  world.hasLooked = false;
  for (const stream of world.streams) {
    if (stream.isOpen) stream.due = stream.looked;
    stream.isOpen = false;
  }
}

function judge({ streams, shipments }: World): void {
  const delivered = [...receivedFrom(shipments).values()].map(String).filter((text) => text !== "");
  for (const text of delivered) {
    const fitting = streams.filter((stream) => stream.text.startsWith(text));
    expect(
      fitting,
      `what was delivered as one file is the beginning of one: ${text.slice(0, 9)}`,
    ).toHaveLength(1);
  }
  for (const stream of streams) {
    const got = delivered.filter((text) => stream.text.startsWith(text));
    const due = stream.due ?? stream.text.length;
    expect(got.length, `a file is delivered once: ${stream.text.slice(0, 9)}`).toBeLessThanOrEqual(1);
    expect(got[0]?.length ?? 0, `all that was due of ${stream.text.slice(0, 9)}`).toBeGreaterThanOrEqual(due);
  }
}
