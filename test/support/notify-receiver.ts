import { createServer } from "node:http";
import { once } from "node:events";

/** A webhook's request, in the form of Alertmanager's. */
export interface Notice {
  readonly version: string;
  readonly status: string;
  readonly groupKey: string;
  readonly groupLabels: Readonly<Record<string, string>>;
  readonly commonLabels: Readonly<Record<string, string>>;
  readonly alerts: readonly {
    readonly status: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
    readonly startsAt: string;
    readonly endsAt: string;
    readonly fingerprint: string;
  }[];
}

export interface NotifyReceiver {
  readonly url: string;
  /** Those that were answered with 200. */
  readonly notices: readonly Notice[];
  /** Requests that got any answer. */
  readonly attempts: () => number;
  /** What the last one said of who asks. */
  readonly authorization: () => string | undefined;
  /** From now on; `null`: it does not answer at all. */
  answer(status: number | null): void;
  close(): Promise<void>;
}

/** `onRequest` is called before anything is answered. */
export async function startNotifyReceiver(onRequest: () => void = () => undefined): Promise<NotifyReceiver> {
  const notices: Notice[] = [];
  let [attempts, status]: [number, number | null] = [0, 200];
  let authorization: string | undefined;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      attempts += 1;
      onRequest();
      authorization = request.headers.authorization;
      if (status === null) return;
      if (status === 200) notices.push(JSON.parse(Buffer.concat(parts).toString("utf8")) as Notice);
      response.writeHead(status).end();
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    notices,
    attempts: () => attempts,
    authorization: () => authorization,
    answer: (next) => (status = next),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
