import { cliError } from "../../errors/cli-error.ts";

/** Nobody answered, or nobody who speaks what the address says. */
export function unreachable(start: string, error: unknown): Error {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const why = cause instanceof Error ? cause.message : String(cause);
  if (why === "bad port") return foreignPort(start);
  const known = mismatch(start, cause);
  return cliError({
    code: "api.unreachable",
    what: `no scepscope answers at ${start}: ${known?.why ?? why}`,
    remedy:
      known?.remedy ??
      "start one with `scepscope up`, or name the address of a running one with --url or in SCEPSCOPE_URL",
  });
}

/** An answer that is none of ours: another web server, or a proxy before us. */
export function stranger(start: string, response: Response): Error {
  const kind = response.headers.get("content-type")?.split(";")[0] ?? "";
  const isOfProxy = response.status >= 502 && response.status <= 504;
  const what = kind === "" ? `${response.status}` : `${response.status} and ${kind}`;
  return cliError({
    code: "api.unexpected",
    what: `what answers at ${start} is no scepscope: it answers ${what}, and no JSON of the API`,
    remedy: isOfProxy
      ? "look whether scepscope runs behind that proxy, and whether the address is right"
      : addressToGive(start),
  });
}

/** A running scepscope says that it cannot answer, and what to do: that is said as it says it. */
export async function refused(start: string, response: Response): Promise<Error> {
  const told: unknown = await response.json().catch(() => null);
  const words = wordsOf(told);
  if (words === null) return stranger(start, response);
  if (response.status === 401 || response.status === 403)
    return cliError({
      code: "api.unauthorized",
      what: `${start} does not let us in: ${words}`,
      remedy: "put its token into SCEPSCOPE_TOKEN, or into a file that --token-file names",
    });
  if (isNoPath(response))
    return cliError({
      code: "api.unexpected",
      what: `no scepscope answers at ${start}: ${words}`,
      remedy: addressToGive(start),
    });
  return cliError({
    code: "api.unexpected",
    what: `${start} cannot answer: ${words}`,
    remedy: remedyOf(told) ?? "look into the log of that server",
  });
}

/** Every scepscope has the list of requests: who does not have it is somebody else, or is asked below a path that is none of its own. */
function isNoPath({ status, url }: Response): boolean {
  return status === 404 && new URL(url).pathname.endsWith("/requests");
}

export function addressToGive(start: string): string {
  const { origin, pathname } = new URL(start);
  return pathname === "/"
    ? "give the address that `scepscope up` prints at its start with --url or in SCEPSCOPE_URL, with its port, usually 8643; with a proxy before it look whether that lets /api/v1 through"
    : `give the address without a path, ${origin}, with --url or in SCEPSCOPE_URL; if a proxy has scepscope at ${pathname}, look whether it takes that off and lets /api/v1 through`;
}

/** `detail` of a problem (RFC 9457); null: the answer is none of ours. */
export function wordsOf(told: unknown): string | null {
  if (typeof told !== "object" || told === null || !("detail" in told)) return null;
  return typeof told.detail === "string" ? told.detail : null;
}

function remedyOf(told: unknown): string | null {
  if (typeof told !== "object" || told === null || !("remedy" in told)) return null;
  return typeof told.remedy === "string" && told.remedy !== "" ? told.remedy : null;
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

interface Mismatch {
  readonly why: string;
  readonly remedy: string;
}

/** One side speaks TLS, and the other does not, or does not trust it. Null: it is something else. */
function mismatch(start: string, cause: unknown): Mismatch | null {
  if (!(cause instanceof Error)) return null;
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
  if (start.startsWith("https:")) return code.startsWith("ERR_SSL_") ? noTls(start) : untrusted(code);
  const why = plainTroubles.get(code === "" ? cause.name : code);
  const remedy = `if it speaks TLS, ask ${start.replace("http:", "https:")}; else look whether the address is right`;
  return why === undefined ? null : { why, remedy };
}

function noTls(start: string): Mismatch {
  return {
    why: "it does not speak TLS as https needs it",
    remedy: `ask ${start.replace("https:", "http:")}: scepscope itself speaks http, https comes from a proxy before it`,
  };
}

function untrusted(code: string): Mismatch | null {
  if (!untrustedCodes.has(code)) return null;
  return {
    why: "this machine does not trust who signed its certificate",
    remedy: "name the certificate of that CA, a PEM file, in NODE_EXTRA_CA_CERTS",
  };
}

/** By code, or by name where an error has none: what a TLS server does to whom speaks plain HTTP. */
const plainTroubles: ReadonlyMap<string, string> = new Map([
  ["HTTPParserError", "what it answers is not HTTP"],
  ["UND_ERR_SOCKET", "it closes the connection without an answer"],
]);
const untrustedCodes: ReadonlySet<string> = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);
