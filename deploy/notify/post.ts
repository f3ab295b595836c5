/** How a request ended. `unsure`: nobody knows whether it arrived. */
export type Ending =
  | { readonly type: "taken" }
  | { readonly type: "refused"; readonly reason: string }
  | { readonly type: "not-taken"; readonly reason: string }
  | { readonly type: "unsure"; readonly reason: string };

export interface PostTo {
  readonly url: string;
  /** Of the `Authorization` header; null: none. */
  readonly authorization: string | null;
  readonly answerMsMax: number;
  readonly signal: AbortSignal;
}

/** Posts JSON, and waits for the answer for so long. Never rejects. A redirect is not followed: what is secret goes nowhere else. */
export async function post(
  { url, authorization, answerMsMax, signal }: PostTo,
  body: unknown,
): Promise<Ending> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(authorization === null ? {} : { authorization }),
      },
      body: JSON.stringify(body),
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerMsMax)]),
    });
    await response.body?.cancel();
    return endingOf(response.status);
  } catch (error) {
    const isCut = error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError");
    return isCut
      ? { type: "unsure", reason: `no answer within ${answerMsMax} ms` }
      : { type: "not-taken", reason: reasonOf(error) };
  }
}

/** `user:password` is said in the way of HTTP Basic; what has no colon is a bearer token (RFC 6750 allows none in it). */
export function authorizationOf(secret: string): string {
  return secret.includes(":")
    ? `Basic ${Buffer.from(secret, "utf8").toString("base64")}`
    : `Bearer ${secret}`;
}

/** Wrong credentials and a wrong path can be put right while we run; a body that is wrong stays wrong. */
const wrongForGood: ReadonlySet<number> = new Set([400, 413, 415, 422]);

function endingOf(status: number): Ending {
  if (status >= 200 && status < 300) return { type: "taken" };
  const reason = `it answered ${status}`;
  return { type: wrongForGood.has(status) ? "refused" : "not-taken", reason };
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(error);
  const code = "code" in cause ? String(cause.code) : "";
  return code === "" ? cause.message : code;
}
