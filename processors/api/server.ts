import { getRequestListener } from "@hono/node-server";
import { createServer, ServerResponse } from "node:http";
import type { Server as HttpServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { createApp } from "./app.ts";
import { urlHost } from "./guards/host-name.ts";
import { refusalToListen } from "./guards/listen-rule.ts";
import { ListenFailed, toListenFailed } from "./listen-failed.ts";
import { apiLimits } from "./options.ts";
import type { ApiLimits, ApiOptions } from "./options.ts";

export interface Server {
  /** `http://127.0.0.1:8643`, without a slash at its end. */
  readonly url: string;
  readonly port: number;
  /** Answers what was asked, ends the event streams, takes nothing new. Done twice it does nothing more. */
  close(): Promise<void>;
}

/**
 * Listens. Rejects with `ListenFailed` where it must not or cannot.
 *
 * Overload: connections, headers, URLs, bodies and times are bounded, and what is beyond is refused before it costs anything. Nothing is
 * kept here: after a crash one starts anew.
 */
export async function startServer(options: ApiOptions): Promise<Server> {
  const refused = refusalToListen(options.listen, options.auth);
  if (refused !== null)
    throw new ListenFailed("listen.refused", refused, { remedy: "change the address, or set a token" });
  const limits = { ...apiLimits, ...options.limits };
  const app = createApp(options);
  const server = createHttpServer(limits, (request, env) => app.fetch(request, env));
  await listening(server, options);
  const { port } = addressOf(server);
  let closing: Promise<void> | null = null;
  return {
    url: `http://${urlHost(options.listen.host)}:${port}`,
    port,
    close: () => {
      app.close();
      closing ??= closed(server);
      return closing;
    },
  };
}

type Fetch = (
  request: Request,
  env: Parameters<ReturnType<typeof createApp>["fetch"]>[1],
) => Promise<Response>;

function createHttpServer(limits: ApiLimits, fetch: Fetch): HttpServer {
  const listener = getRequestListener(
    (request, { outgoing }) => fetch(request, outgoing instanceof ServerResponse ? { outgoing } : {}),
    { overrideGlobalObjects: false },
  );
  const server = createServer(
    {
      maxHeaderSize: limits.headerBytesMax,
      requestTimeout: limits.requestMsMax,
      headersTimeout: limits.requestMsMax,
      keepAliveTimeout: 5000,
      connectionsCheckingInterval: 1000,
    },
    (incoming, outgoing) => void listener(incoming, outgoing),
  );
  server.maxConnections = limits.connectionsMax;
  server.on("clientError", refuseBroken);
  return server;
}

/** What is no HTTP, or too much of it. */
function refuseBroken(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable) return;
  const isLarge = error.code === "HPE_HEADER_OVERFLOW";
  socket.end(
    `HTTP/1.1 ${isLarge ? "431 Request Header Fields Too Large" : "400 Bad Request"}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}

function listening(server: HttpServer, { listen }: ApiOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (error: Error): void =>
      reject(toListenFailed(error, `${urlHost(listen.host)}:${listen.port}`));
    server.once("error", refuse);
    server.listen(listen.port, listen.host.replace(/^\[|\]$/g, ""), () => {
      server.off("error", refuse);
      resolve();
    });
  });
}

function addressOf(server: HttpServer): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server listens on no port");
  return address;
}

const drainMsMax = 2000;

function closed(server: HttpServer): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => server.closeAllConnections(), drainMsMax);
    server.close(() => {
      clearTimeout(late);
      resolve();
    });
    server.closeIdleConnections();
  });
}
