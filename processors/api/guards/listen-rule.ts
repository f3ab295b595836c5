import { isLoopback } from "../../contract/index.ts";
import type { Listen } from "../options.ts";

/** A shorter token could be found by trying. */
export const tokenCharsMin = 16;

/**
 * Why the API must not listen there, with what to do; null when it may. Whoever reaches a loopback address sits on the machine;
 * everybody else has to show a token.
 */
export function refusalToListen(
  { host, port }: Pick<Listen, "host" | "port">,
  auth: { readonly token: string } | null,
): string | null {
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    return `${port} is no port: give a whole number from 0 (any free one) to 65535`;
  if (auth !== null && auth.token.length < tokenCharsMin)
    return `the token has ${auth.token.length} characters and could be guessed: give it at least ${tokenCharsMin}, such as the output of \`openssl rand -hex 32\``;
  if (auth === null && !isLoopback(host))
    return `${host === "" ? "every address" : host} can be reached from other machines, and no token is set: set one, or listen on 127.0.0.1 and use a tunnel`;
  return null;
}
