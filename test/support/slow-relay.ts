import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as after } from "node:timers/promises";

/** A way to a server of TCP on which each answer takes longer. */
export interface SlowRelay {
  readonly host: string;
  readonly port: number;
  /** Holds for what comes from now on. */
  delayBy(ms: number): void;
  close(): Promise<void>;
}

/** What comes back is handed on in its order, each piece so much later; what is sent goes through at once. */
export async function startSlowRelay(target: {
  readonly host: string;
  readonly port: number;
}): Promise<SlowRelay> {
  let delayMs = 0;
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(socket);
      // Whatever ends it ends both: that one side has failed is the other's business.
      socket.on("error", () => undefined);
      socket.on("close", () => {
        open.delete(socket);
        other.destroy();
      });
    }
    client.pipe(upstream);
    let handedOn: Promise<unknown> = Promise.resolve();
    upstream.on("data", (piece) => {
      handedOn = handOn(client, piece, Promise.all([handedOn, after(delayMs)]));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    host: "127.0.0.1",
    port: portOf(server.address()),
    delayBy: (ms) => (delayMs = ms),
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

async function handOn(client: Socket, piece: Buffer, turn: Promise<unknown>): Promise<void> {
  await turn;
  if (!client.destroyed) client.write(piece);
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the relay has no port");
  return address.port;
}
