import { isIP } from "node:net";
import { isLoopback } from "../../contract/index.ts";
import type { Listen } from "../options.ts";

/**
 * Whether a `Host` header names us. A page of a stranger can let its own name point at 127.0.0.1 and would then read the answers as
 * its own (DNS rebinding); such a request carries the stranger's name. Where there is a token, as on all other addresses, that protects.
 */
export function isOwnName(header: string, listen: Listen): boolean {
  if (!isLoopback(listen.host)) return true;
  const name = header.replace(/:\d{1,5}$/, "").toLowerCase();
  return isLoopback(name) || (listen.names ?? []).some((own) => own.toLowerCase() === name);
}

/** A host as it stands in a URL. */
export function urlHost(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}
