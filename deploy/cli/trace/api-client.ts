import type { z } from "zod";
import { ApiRequestDetailSchema, ApiRequestListSchema } from "../../../processors/contract/api-schema.ts";
import type { ApiRequestDetail, ApiRequestList } from "../../../processors/contract/index.ts";
import { cliError } from "../../errors/cli-error.ts";
import { addressToGive, refused, stranger, unreachable } from "./api-troubles.ts";

/** Asks a running scepscope. Throws errors for people: nobody is there, the token is missing, the answer is not ours. */
export interface ApiClient {
  find(key: string, limit: number): Promise<ApiRequestList>;
  /** With the log lines of its records. */
  detail(id: string): Promise<ApiRequestDetail>;
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
    const told: unknown = await response.json().catch(() => undefined);
    if (told === undefined) throw stranger(start, response);
    const parsed = schema.safeParse(told);
    if (parsed.success) return parsed.data;
    throw cliError({
      code: "api.unexpected",
      what: `what answers at ${start} is no scepscope, or one of another version`,
      remedy: `${addressToGive(start)}; if it is right, look whether both are of the same version`,
    });
  };
  return {
    find: (key, limit) =>
      ask(`/api/v1/requests?key=${encodeURIComponent(key)}&limit=${limit}`, ApiRequestListSchema),
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
