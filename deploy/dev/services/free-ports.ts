import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import type { AddressInfo, Server } from "node:net";

/**
 * So many ports of this machine that nobody uses. They are free when this resolves, and nobody else is kept from taking them: for programs that cannot be asked
 * to take any.
 */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listen));
  const ports = servers.map(portOf);
  await Promise.all(servers.map(close));
  return ports;
}

/** One of them. */
export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  if (port === undefined) throw new Error("no free port was given");
  return port;
}

/** Below those that a system gives to whoever calls out (Linux: 32,768 on; Windows and macOS: 49,152 on): there a connection would take it before the program does. */
const [lowest, highest] = [10_000, 32_767] as const;

async function listen(): Promise<Server> {
  for (;;) {
    const server = await listenOn(randomInt(lowest, highest + 1));
    if (server !== null) return server;
  }
}

/** Null: it is somebody's. */
function listenOn(port: number): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) =>
      "code" in error && error.code === "EADDRINUSE" ? resolve(null) : reject(error),
    );
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("a listening server has no port");
  return address.port;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
