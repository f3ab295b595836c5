import type { BusSink } from "../../collectors/contract/index.ts";
import { madeSlice, nameOf } from "./made-shipments.ts";
import type { BusReading } from "./read-bus.ts";

/** Sends one after the other, as a collector does, until it is told to stop. */
export function sendOn(sink: BusSink, host: string): { readonly sent: () => number; end(): Promise<void> } {
  let [sent, isOver] = [0, false];
  const run = async (): Promise<void> => {
    const { signal } = new AbortController();
    while (!isOver) {
      await sink.send([madeSlice(host, sent, "", 1000)], signal);
      sent += 1;
    }
  };
  const running = run();
  return {
    sent: () => sent,
    end: async () => {
      isOver = true;
      await running;
    },
  };
}

/** What is left of a host when repeats are dropped as a processor drops them; throws where something is missing or overtaken. */
export function inOrder(
  reading: BusReading,
  host: string,
): { readonly count: number; readonly repeats: number } {
  let [count, repeats] = [0, 0];
  for (const shipment of reading.shipments.filter((one) => nameOf(one).startsWith(`${host}/`))) {
    if (shipment.readAt > count) throw new Error(`${nameOf(shipment)} came for ${count}`);
    if (shipment.readAt < count) repeats += 1;
    else count += 1;
  }
  return { count, repeats };
}
