import { get } from "node:http";
import type { IncomingMessage } from "node:http";

export interface ServerEvent {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** Reads server-sent events as a browser does. */
export interface EventReader {
  readonly status: number;
  readonly contentType: string;
  /** The next event; null: the stream has ended. Comments are left out. */
  next(): Promise<ServerEvent | null>;
  /** The next piece as it stands, comments too. */
  nextPiece(): Promise<string | null>;
  close(): void;
}

export async function readEvents(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<EventReader> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers, agent: false }, resolve).on("error", reject);
  });
  const pieces = piecesOf(response);
  const nextPiece = async (): Promise<string | null> => (await pieces.next()).value ?? null;
  return {
    status: response.statusCode ?? 0,
    contentType: response.headers["content-type"] ?? "",
    nextPiece,
    next: async () => {
      for (;;) {
        const piece = await nextPiece();
        if (piece === null) return null;
        const event = toEvent(piece);
        if (event !== null) return event;
      }
    },
    close: () => response.destroy(),
  };
}

async function* piecesOf(response: IncomingMessage): AsyncGenerator<string, undefined> {
  let text = "";
  try {
    for await (const chunk of response.setEncoding("utf8")) {
      text += chunk;
      const pieces = text.split("\n\n");
      text = pieces.pop() ?? "";
      yield* pieces;
    }
  } catch {
    // The other side cut the connection: that ends the stream as well.
  }
}

function toEvent(piece: string): ServerEvent | null {
  const fields = new Map(
    piece
      .split("\n")
      .filter((line) => /^[a-z]+: /.test(line))
      .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
  );
  const event = fields.get("event");
  return event === undefined ? null : { id: fields.get("id") ?? "", event, data: fields.get("data") ?? "" };
}
