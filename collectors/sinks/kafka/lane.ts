import { createHash } from "node:crypto";
import type { Message } from "kafkajs";
import { encodeShipment, keyOf } from "../../contract/index.ts";
import type { Shipment, ShippedSlice } from "../../contract/index.ts";
import type { Deliver } from "./delivery.ts";
import type { KafkaSinkLimits, KafkaSinkOptions } from "./sink-options.ts";
import { splitSlice } from "./split-slice.ts";

export interface LaneOptions extends Pick<KafkaSinkOptions, "topic" | "rejectedTopic" | "site" | "onEvent"> {
  readonly partition: number;
  readonly limits: KafkaSinkLimits;
  readonly deliver: Deliver;
}

/** Sends to one partition: in order, one batch at a time. Resolves when Kafka has answered for all of them. */
export type Lane = (shipments: readonly Shipment[], signal: AbortSignal) => Promise<void>;

/**
 * Crash: what was not answered for is sent again by the collector, from its checkpoint. Overload: one batch is on its way, and whoever sends waits for it. An abort
 * does not call back what is under way: the next one waits until that has ended, so that nothing is overtaken.
 */
export function createLane(options: LaneOptions): Lane {
  let last: Promise<unknown> = Promise.resolve();
  return (shipments, signal) => {
    const sending = last.then(() => sendAll(options, shipments, signal));
    last = sending.catch(() => {});
    return sending;
  };
}

async function sendAll(
  options: LaneOptions,
  shipments: readonly Shipment[],
  signal: AbortSignal,
): Promise<void> {
  for (const group of groupsOf(shipments, options.limits.batchBytesMax))
    await sendGroup(options, group, signal);
}

function groupsOf(shipments: readonly Shipment[], bytesMax: number): readonly (readonly Shipment[])[] {
  const groups: Shipment[][] = [];
  let room = 0;
  for (const shipment of shipments) {
    const bytes = bytesOf(shipment);
    if (bytes > room || groups.length === 0) {
      groups.push([]);
      room = bytesMax;
    }
    groups.at(-1)?.push(shipment);
    room -= bytes;
  }
  return groups;
}

/** Its headers, and the row of a report, take about so much more. */
function bytesOf(shipment: Shipment): number {
  return shipment.type === "slice"
    ? shipment.slice.bytes.length + shipment.context.length + 512
    : 512 * (1 + shipment.sources.length);
}

async function sendGroup(
  options: LaneOptions,
  group: readonly Shipment[],
  signal: AbortSignal,
): Promise<void> {
  const { deliver, topic, partition } = options;
  const messages = group.map((shipment) => messageOf(shipment, options.site));
  if ((await deliver({ topic, partition, messages }, signal)) === "delivered") return;
  const [only] = group;
  if (group.length > 1 || only === undefined) {
    const middle = group.length >> 1;
    await sendGroup(options, group.slice(0, middle), signal);
    await sendGroup(options, group.slice(middle), signal);
  } else await sendPieces(options, only, signal);
}

function messageOf(shipment: Shipment, site: string | undefined): Message {
  const { key, value, headers } = encodeShipment(shipment, site);
  return { key, value, headers: { ...headers } };
}

async function sendPieces(options: LaneOptions, shipment: Shipment, signal: AbortSignal): Promise<void> {
  const pieces = shipment.type === "slice" ? splitSlice(shipment, options.limits.pieceBytesMin) : null;
  if (pieces === null) return reject(options, shipment, signal);
  options.onEvent({ type: "slice-split", ...placeOf(pieces[0]), bytes: bytesOf(shipment) });
  for (const piece of pieces) await sendGroup(options, [piece], signal);
}

/** What a person needs to find the bytes on their host, and to be sure that it is they. The reader sees the gap, and counts it. */
async function reject(options: LaneOptions, shipment: Shipment, signal: AbortSignal): Promise<void> {
  const { key, value } = encodeShipment(shipment, options.site);
  const place = shipment.type === "slice" ? placeOf(shipment) : { path: "", offset: 0 };
  const pointer = {
    reason: "slice.too-large",
    host: keyOf(shipment, ""),
    file: shipment.type === "slice" ? shipment.slice.file.id : "",
    ...place,
    bytes: value.length,
    sha256: createHash("sha256").update(value).digest("hex"),
  };
  options.onEvent({ type: "too-large", ...place, bytes: value.length });
  const messages = [{ key, value: JSON.stringify(pointer), headers: { scepscope: "1 rejected" } }];
  await options.deliver({ topic: options.rejectedTopic, partition: null, messages }, signal);
}

function placeOf({ slice }: ShippedSlice): { readonly path: string; readonly offset: number } {
  return { path: slice.file.path, offset: slice.offset };
}
