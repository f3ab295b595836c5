import { createServer } from "node:http";
import { once } from "node:events";

/** An alert as Alertmanager sends it to a webhook. */
export interface ReceivedAlert {
  /** Name of the receiver, the path that it was sent to. */
  readonly receiver: string;
  readonly status: "firing" | "resolved";
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface AlertReceiver {
  readonly url: string;
  readonly received: readonly ReceivedAlert[];
  close(): Promise<void>;
}

/** Takes what Alertmanager sends. */
export async function startAlertReceiver(): Promise<AlertReceiver> {
  const received: ReceivedAlert[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const { alerts } = JSON.parse(Buffer.concat(parts).toString("utf8")) as {
        alerts: Omit<ReceivedAlert, "receiver">[];
      };
      for (const alert of alerts) received.push({ ...alert, receiver: (request.url ?? "").slice(1) });
      response.end();
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
