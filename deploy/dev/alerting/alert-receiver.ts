import { once } from "node:events";
import { createServer } from "node:http";
import { z } from "zod";

interface SentAlert {
  readonly status: "firing" | "resolved";
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** The same for the same labels. */
  readonly fingerprint: string;
  /** ISO 8601: the same as long as it fires, and when it is resolved. */
  readonly startsAt: string;
}

/** An alert as Alertmanager sends it to a webhook. */
export interface ReceivedAlert extends SentAlert {
  /** Name of the receiver, the path that it was sent to. */
  readonly receiver: string;
}

const texts = z.record(z.string(), z.string());
const shape: z.ZodType<{ readonly alerts: readonly SentAlert[] }> = z.object({
  alerts: z.array(
    z.object({
      status: z.enum(["firing", "resolved"]),
      labels: texts,
      annotations: texts,
      fingerprint: z.string(),
      startsAt: z.string(),
    }),
  ),
});

export interface AlertReceiver {
  readonly url: string;
  readonly received: readonly ReceivedAlert[];
  close(): Promise<void>;
}

/** Takes what Alertmanager sends. */
export async function startAlertReceiver(
  onAlert: (alert: ReceivedAlert) => void = () => undefined,
): Promise<AlertReceiver> {
  const received: ReceivedAlert[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const { alerts } = shape.parse(JSON.parse(Buffer.concat(parts).toString("utf8")));
      for (const each of alerts) {
        const alert = { ...each, receiver: (request.url ?? "").slice(1) };
        received.push(alert);
        onAlert(alert);
      }
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
