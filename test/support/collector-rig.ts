import { firstStamp } from "../../processors/beginnings/first-stamp.ts";
import { collect, memoryCheckpoint } from "../../collectors/index.ts";
import type { Checkpoint, CollectEvent, CollectOptions, Place } from "../../collectors/index.ts";
import type { Shipment, ShippedSlice, SourceReport } from "../../collectors/contract/index.ts";

/** A collector whose time and rest are driven by hand, and what it has shipped. */
export interface Rig {
  readonly shipments: Shipment[];
  readonly events: CollectEvent[];
  readonly clock: { at: number };
  /** Lets so much time pass, and one round. */
  step(ms?: number): Promise<void>;
  /** Ends it and waits until it has drained. */
  stop(): Promise<void>;
  /** From now on nothing is saved any more, and the bus takes so many batches; then it is stopped. */
  crash(batches?: number): Promise<void>;
}

export type RigOptions = Partial<CollectOptions> & { readonly places: readonly Place[] };

/** Resolves after its first round. */
export async function startRig(options: RigOptions): Promise<Rig> {
  const shipments: Shipment[] = [];
  const events: CollectEvent[] = [];
  const clock = { at: Date.now() };
  const stop = new AbortController();
  const rounds = createRounds();
  const checkpoint = options.checkpoint ?? memoryCheckpoint();
  const world = { isDead: false, batchesLeft: Number.POSITIVE_INFINITY };
  const running = collect({
    defaultHost: "here",
    resumeAt: null,
    firstStamp,
    sink: {
      send: async (batch) => {
        if (world.batchesLeft <= 0) throw new Error("the process is dead");
        world.batchesLeft -= 1;
        shipments.push(...batch);
      },
    },
    clock: { now: () => clock.at },
    wake: rounds.wake,
    signal: stop.signal,
    onEvent: (event) => events.push(event),
    ...options,
    checkpoint: mortal(checkpoint, world),
  });
  const ended = running.then(
    () => "ended",
    () => "ended",
  );
  await Promise.race([rounds.next(), ended]);
  const end = async (): Promise<void> => {
    stop.abort();
    rounds.go();
    await running;
  };
  return {
    shipments,
    events,
    clock,
    step: async (ms = 1000) => {
      clock.at += ms;
      rounds.go();
      await Promise.race([rounds.next(), ended]);
    },
    stop: end,
    crash: async (batches = 0) => {
      world.isDead = true;
      world.batchesLeft = batches;
      rounds.go();
      if (batches > 0) await Promise.race([rounds.next(), ended]);
      stop.abort();
      rounds.go();
      await ended;
    },
  };
}

function mortal(checkpoint: Checkpoint, world: { readonly isDead: boolean }): Checkpoint {
  return {
    load: () => checkpoint.load(),
    save: async (files, hosts) => (world.isDead ? undefined : checkpoint.save(files, hosts)),
  };
}

function createRounds(): { wake: CollectOptions["wake"]; next: () => Promise<void>; go: () => void } {
  let resting = Promise.withResolvers<void>();
  let go = (): void => {};
  return {
    wake: (_ms, signal) =>
      new Promise<void>((resolve) => {
        go = () => {
          resting = Promise.withResolvers<void>();
          resolve();
        };
        if (signal.aborted) resolve();
        resting.resolve();
      }),
    next: () => resting.promise,
    go: () => go(),
  };
}

export function placeAt(path: string, place: Partial<Place> = {}): Place {
  return { path, name: "", host: "ndes01", include: [], exclude: [], optional: false, ...place };
}

export function slicesIn(shipments: readonly Shipment[]): readonly ShippedSlice[] {
  return shipments.filter((shipment) => shipment.type === "slice");
}

export function reportsIn(shipments: readonly Shipment[]): readonly SourceReport[] {
  return shipments.filter((shipment) => shipment.type === "sources");
}

/** What a reader with one cursor for each file has, by file id. Throws at a gap, but for that which the end of a file tells: what nobody could read any more. */
export function receivedFrom(shipments: readonly Shipment[]): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const { slice } of slicesIn(shipments)) {
    const before = files.get(slice.file.id) ?? Buffer.alloc(0);
    const isEnd = slice.end && slice.bytes.length === 0;
    if (slice.offset > before.length && !isEnd)
      throw new Error(`a gap before ${slice.offset} in ${slice.file.path}`);
    const again = before.subarray(slice.offset, slice.offset + slice.bytes.length);
    if (!again.equals(slice.bytes.subarray(0, again.length))) {
      throw new Error(`other bytes at ${slice.offset} of ${slice.file.path}`);
    }
    const fresh = slice.bytes.subarray(Math.min(slice.bytes.length, before.length - slice.offset));
    files.set(slice.file.id, Buffer.concat([before, fresh]));
  }
  return files;
}
