import fc from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Batch, BusSink, BusSource, Shipment } from "../../collectors/contract/index.ts";
import { bytesOf, madeReport, madeSlice, nameOf, shipmentBytes } from "../support/made-shipments.ts";

/** A bus under test, empty at first. Each `source` is another reader of the same group: another process, or this one after a crash. */
export interface BusUnderTest {
  sink(): Promise<BusSink>;
  source(): Promise<BusSource>;
  clear(): Promise<void>;
  /** Room for so many shipments of `madeSlice`, and so many in a batch; null: it has no end. */
  readonly shipmentsMax: number | null;
  readonly batchShipmentsMax: number;
  /** So many random histories of crashes are tried; left out: 40. For a bus that takes seconds for one. */
  readonly crashRunsMax?: number;
}

/** What every bus has to promise: `collectors/contract/bus.ts`, line by line. Called within a `describe`. */
export function promiseBus(begin: () => BusUnderTest): void {
  let under: BusUnderTest;
  let stop: AbortController;
  let sink: BusSink;
  beforeEach(async () => {
    stop = new AbortController();
    under = begin();
    sink = await under.sink();
  });
  afterEach(async () => {
    stop.abort();
    await under.clear();
  });
  const send = (shipments: readonly Shipment[]): Promise<void> => sink.send(shipments, stop.signal);

  it("delivers what was sent as it was sent", async () => {
    const sent = [madeSlice("ndes01", 0), madeSlice("ndes01", 1, "#Fields: date"), madeReport("ndes01", 2)];
    await send(sent);
    const [got] = await readShipments(await under.source(), 3);
    expect(got.map(asSent)).toEqual(sent);
  });

  it("keeps the order of each host, whoever sends", async () => {
    const hosts = ["ndes01", "ndes02", "ca01"];
    const reading = readShipments(await under.source(), 60);
    const senders = hosts.map(async (host) => {
      for (let number = 0; number < 20; number += 2)
        await send([madeSlice(host, number), madeReport(host, number + 1)]);
    });
    const [got] = await reading;
    await Promise.all(senders);
    for (const host of hosts)
      expect(namesOf(got, host)).toEqual(Array.from({ length: 20 }, (_, number) => `${host}/${number}`));
  });

  it("gives each host one partition", async () => {
    const names = Array.from({ length: 4 }, (_, number) =>
      ["a", "b", "c"].map((host) => madeSlice(host, number)),
    );
    const feeding = send(names.flat());
    const [, batches] = await readShipments(await under.source(), 12);
    await feeding;
    const partitions = new Map<string, Set<string>>();
    for (const { partition, shipments } of batches)
      for (const host of shipments.map(hostOf))
        partitions.set(host, (partitions.get(host) ?? new Set()).add(partition));
    expect([...partitions.values()].map(({ size }) => size)).toEqual([1, 1, 1]);
  });

  it("asks once for each partition where to go on", async () => {
    const asked: string[] = [];
    await send(range("ndes01", 0, 3));
    const resume = async (partition: string): Promise<null> => {
      asked.push(partition);
      return null;
    };
    await readShipments(await under.source(), 3, { resume });
    expect(asked).toHaveLength(new Set(asked).size);
    expect(asked.length).toBeGreaterThan(0);
  });

  it("asks again where to go on when what was read has no effect, and delivers it again", async () => {
    await send(range("ndes01", 0, 3));
    const source = await under.source();
    const [asked, got]: [string[], string[]] = [[], []];
    const resume = async (partition: string): Promise<null> => {
      asked.push(partition);
      return null;
    };
    for await (const batch of source.batches({ resume, lost, signal: stop.signal })) {
      got.push(...namesOf(batch.shipments, "ndes01"));
      // Once: that nothing waits in another partition comes as a batch without shipments.
      if (got.length === 3 && batch.shipments.length > 0) source.retake(batch.partition);
      if (got.length >= 6) break;
    }
    expect(got.slice(3)).toEqual(got.slice(0, 3));
    expect(asked).toHaveLength(new Set(asked).size + 1);
  });

  it("delivers again what was not done, to the next reader", async () => {
    await send(range("ndes01", 0, 4));
    await readShipments(await under.source(), 4, { isDone: false });
    const [again] = await readShipments(await under.source(), 4);
    expect(namesOf(again, "ndes01")).toEqual(["ndes01/0", "ndes01/1", "ndes01/2", "ndes01/3"]);
  });

  it("goes on behind a position whose effect is kept, even if the bus was not told", async () => {
    const shipments = range("ndes01", 0, 3 * under.batchShipmentsMax);
    const feeding = send(shipments);
    const first = await readShipments(await under.source(), 1, { isDone: false });
    const kept = first[1].find((batch) => batch.shipments.length > 0);
    expect(kept?.shipments.length).toBeGreaterThan(0);
    const resume = async (partition: string): Promise<string | null> =>
      partition === kept?.partition ? kept.position : null;
    const count = kept?.shipments.length ?? 0;
    const [rest] = await readShipments(await under.source(), shipments.length - count, { resume });
    await feeding;
    expect(rest.slice(0, 1).map(asSent)).toEqual([shipments[count]]);
  });

  it("begins with the oldest when a position is of another bus", async () => {
    const other = begin();
    await (await other.sink()).send(range("ndes01", 0, 2), stop.signal);
    const [, batches] = await readShipments(await other.source(), 2);
    await other.clear();
    await send(range("ndes01", 5, 8));
    const resume = async (): Promise<string | null> => batches.at(-1)?.position ?? null;
    const [got] = await readShipments(await under.source(), 3, { resume });
    expect(namesOf(got, "ndes01")).toEqual(["ndes01/5", "ndes01/6", "ndes01/7"]);
  });

  it("makes batches of what is there, within their limit", async () => {
    const feeding = send(range("ndes01", 0, 5 * under.batchShipmentsMax));
    const [, batches] = await readShipments(await under.source(), 5 * under.batchShipmentsMax);
    await feeding;
    for (const { shipments } of batches)
      expect(shipments.length).toBeLessThanOrEqual(under.batchShipmentsMax);
    expect(Math.max(...batches.map(({ shipments }) => shipments.length))).toBeGreaterThan(1);
  });

  it("lets a shipment pass that is larger than a batch", async () => {
    const feeding = send([madeSlice("ndes01", 0), bigSlice(under), madeSlice("ndes01", 2)]);
    const [got] = await readShipments(await under.source(), 3);
    await feeding;
    expect(got.map(bytesOf)).toEqual([
      shipmentBytes,
      shipmentBytes * 4 * under.batchShipmentsMax,
      shipmentBytes,
    ]);
  });

  promiseBackPressure(() => ({ under, sink, stop }));

  it("a reader of an empty bus waits, and ends when it is aborted", async () => {
    const reading = readShipments(await under.source(), 1, { signal: stop.signal });
    stop.abort();
    expect((await reading)[0]).toEqual([]);
  });

  it("a reader that waits gets what comes", async () => {
    const reading = readShipments(await under.source(), 1);
    await send(range("ndes01", 0, 1));
    expect((await reading)[0]).toHaveLength(1);
  });

  it("whatever crashes, each host's shipments have their effect once and in order", async () => {
    const step = fc.record({
      host: fc.constantFrom("a", "b"),
      count: fc.integer({ min: 1, max: 3 }),
      crash: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const bus = begin();
        const effects = await crashAgainAndAgain(bus, steps);
        await bus.clear();
        for (const host of ["a", "b"]) {
          const sent = steps.filter((one) => one.host === host).reduce((sum, { count }) => sum + count, 0);
          expect(effects.get(host) ?? 0).toBe(sent);
        }
      }),
      { numRuns: under.crashRunsMax ?? 40 },
    );
  });
}

/** Only of a bus whose room has an end. */
function promiseBackPressure(
  current: () => { readonly under: BusUnderTest; readonly sink: BusSink; readonly stop: AbortController },
): void {
  it("a full bus takes nothing more until something is done", async () => {
    const { under, sink, stop } = current();
    if (under.shipmentsMax === null) return;
    const sent: number[] = [];
    const feeding = (async () => {
      for (let number = 0; number < 3 * (under.shipmentsMax ?? 0); number += 1) {
        await sink.send([madeSlice("ndes01", number)], stop.signal);
        sent.push(number);
      }
    })();
    const source = await under.source();
    await readShipments(source, under.shipmentsMax, { isDone: false });
    expect(sent.length).toBeLessThanOrEqual(under.shipmentsMax);
    await readShipments(source, 3 * under.shipmentsMax);
    await feeding;
    expect(sent).toHaveLength(3 * under.shipmentsMax);
  });

  it("a sender that waits for room ends when it is aborted; those behind it go on", async () => {
    const { under, sink, stop } = current();
    if (under.shipmentsMax === null) return;
    await sink.send(range("ndes01", 0, under.shipmentsMax), stop.signal);
    const own = new AbortController();
    const waiting = sink.send([madeSlice("ndes02", 0)], own.signal);
    const behind = sink.send([madeSlice("ndes03", 0)], stop.signal);
    own.abort(new Error("the collector stops"));
    await expect(waiting).rejects.toThrow("the collector stops");
    const [got] = await readShipments(await under.source(), under.shipmentsMax + 1);
    await behind;
    expect(got.map(hostOf)).not.toContain("ndes02");
    expect(got.map(hostOf)).toContain("ndes03");
  });
}

interface Step {
  readonly host: string;
  readonly count: number;
  readonly crash: boolean;
}

/** Sends a little, reads all of it, and crashes between the effect and `done`, or before both. How many shipments of each host had their effect, in order. */
async function crashAgainAndAgain(bus: BusUnderTest, steps: readonly Step[]): Promise<Map<string, number>> {
  const stop = new AbortController();
  const sink = await bus.sink();
  const effects = new Map<string, number>();
  const kept = new Map<string, string>();
  const resume = async (partition: string): Promise<string | null> => kept.get(partition) ?? null;
  const sent = new Map<string, number>();
  for (const { host, count, crash } of steps) {
    const first = sent.get(host) ?? 0;
    sent.set(host, first + count);
    await sink.send(range(host, first, first + count), stop.signal);
    for await (const batch of (await bus.source()).batches({ resume, lost, signal: stop.signal })) {
      for (const shipment of batch.shipments) takeEffect(effects, shipment);
      kept.set(batch.partition, batch.position);
      if (!crash) await batch.done();
      if (total(effects) === total(sent)) break;
    }
  }
  return effects;
}

/** As a processor does it: what came before is dropped, what is ahead of its turn is a gap. */
function takeEffect(effects: Map<string, number>, shipment: Shipment): void {
  const host = hostOf(shipment);
  const next = effects.get(host) ?? 0;
  const number = shipment.readAt;
  if (number > next) throw new Error(`${nameOf(shipment)} came for ${next}`);
  if (number === next) effects.set(host, next + 1);
}

function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

function range(host: string, first: number, end: number): Shipment[] {
  return Array.from({ length: end - first }, (_, index) => madeSlice(host, first + index));
}

function bigSlice({ batchShipmentsMax }: BusUnderTest): Shipment {
  return madeSlice("ndes01", 1, "", shipmentBytes * 4 * batchShipmentsMax);
}

function hostOf(shipment: Shipment): string {
  return nameOf(shipment).split("/")[0] ?? "";
}

function namesOf(shipments: readonly Shipment[], host: string): string[] {
  return shipments.filter((shipment) => hostOf(shipment) === host).map(nameOf);
}

/** Reads until there are so many, then leaves. */
async function readShipments(
  source: BusSource,
  count: number,
  options: {
    readonly resume?: (partition: string) => Promise<string | null>;
    readonly isDone?: boolean;
    readonly signal?: AbortSignal;
  } = {},
): Promise<readonly [shipments: Shipment[], batches: Batch[]]> {
  const { resume = async () => null, isDone = true, signal = new AbortController().signal } = options;
  const shipments: Shipment[] = [];
  const batches: Batch[] = [];
  for await (const batch of source.batches({ resume, lost, signal })) {
    shipments.push(...batch.shipments);
    batches.push(batch);
    if (isDone) await batch.done();
    if (shipments.length >= count) break;
  }
  return [shipments, batches];
}

/** Nobody else reads: nothing is lost to another. */
const lost = (partition: string): never => {
  throw new Error(`${partition} was said to be another reader's`);
};

/** Without what only the bus knows: when it came, if it tells. */
function asSent(shipment: Shipment): Shipment {
  const sent = { ...shipment };
  if ((sent.arrivedAt ?? 1) > 0) delete sent.arrivedAt;
  return sent;
}
