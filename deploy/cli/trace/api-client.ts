import type { z } from "zod";
import { ApiRequestDetailSchema, ApiRequestListSchema } from "../../../processors/contract/api-schema.ts";
import type { ApiRequestDetail, ApiRequestList } from "../../../processors/contract/index.ts";
import { cliError } from "../cli-error.ts";

/** Asks a running scepscope. Throws errors for people: nobody is there, the token is missing, the answer is not ours. */
export interface ApiClient {
  find(key: string, limit: number): Promise<ApiRequestList>;
  /** With the log lines of its records. */
  detail(id: string): Promise<ApiRequestDetail>;
  /** Why not all is shown yet that is known; null: all is. */
  unready(): Promise<string | null>;
}

export interface ApiAddress {
  readonly url: string;
  readonly token: string | undefined;
}

export function createApiClient({ url, token }: ApiAddress): ApiClient {
  const start = addressOf(url);
  const headers = {
    accept: "application/json",
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  const send = (path: string): Promise<Response> =>
    fetch(`${start}${path}`, { headers, signal: AbortSignal.timeout(waitMsMax) }).catch((error: unknown) => {
      throw unreachable(start, error);
    });
  const ask = async <T>(path: string, schema: z.ZodType<T>): Promise<T> => {
    const response = await send(path);
    if (!response.ok) throw await refused(start, response);
    const parsed = schema.safeParse(await response.json().catch(() => null));
    if (parsed.success) return parsed.data;
    throw cliError({
      code: "api.unexpected",
      what: `what answers at ${start} is no scepscope, or one of another version`,
      remedy: "look whether the address is right, and whether both are of the same version",
    });
  };
  return {
    find: (key, limit) =>
      ask(`/api/v1/requests?key=${encodeURIComponent(key)}&limit=${limit}`, ApiRequestListSchema),
    unready: async () => {
      const response = await send("/-/ready");
      return response.status === 503
        ? wordsOf(await response.json().catch(() => null), "it says no more")
        : null;
    },
    detail: (id) => ask(`/api/v1/requests/${encodeURIComponent(id)}?lines=true`, ApiRequestDetailSchema),
  };
}

const waitMsMax = 15_000;

function addressOf(url: string): string {
  const parsed = URL.parse(url);
  if (parsed !== null && (parsed.protocol === "http:" || parsed.protocol === "https:"))
    return `${parsed.origin}${parsed.pathname.replace(/\/+$/, "")}`;
  throw cliError({
    code: "usage.option-value",
    what: `"${url}" is no address of a server`,
    remedy: "give one such as http://127.0.0.1:8643",
  });
}

function unreachable(start: string, error: unknown): Error {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const why = cause instanceof Error ? cause.message : String(cause);
  if (why === "bad port") return foreignPort(start);
  return cliError({
    code: "api.unreachable",
    what: `no scepscope answers at ${start}: ${why}`,
    remedy:
      "start one with `scepscope up`, or name the address of a running one with --url or in SCEPSCOPE_URL",
  });
}

/** `fetch` sends nothing to the ports of some other protocols (Fetch Standard, port blocking); these words are all that it says. */
function foreignPort(start: string): Error {
  return cliError({
    code: "usage.option-value",
    what: `nothing is sent to ${start}: its port is kept for another protocol, and neither this command nor a browser asks there`,
    remedy:
      "name the port that scepscope listens on with --url or in SCEPSCOPE_URL, usually 8643; if it listens on this one give it another with --listen",
  });
}

async function refused(start: string, response: Response): Promise<Error> {
  const told: unknown = await response.json().catch(() => null);
  const words = wordsOf(told, `it answers ${response.status}`);
  if (response.status === 401 || response.status === 403)
    return cliError({
      code: "api.unauthorized",
      what: `${start} does not let us in: ${words}`,
      remedy: "put its token into SCEPSCOPE_TOKEN, or into a file that --token-file names",
    });
  return cliError({
    code: "api.unexpected",
    what: `${start} cannot answer: ${words}`,
    remedy: "look into the log of that server",
  });
}

/** `detail` of a problem (RFC 9457). */
function wordsOf(told: unknown, otherwise: string): string {
  if (typeof told !== "object" || told === null || !("detail" in told)) return otherwise;
  return typeof told.detail === "string" ? told.detail : otherwise;
}
