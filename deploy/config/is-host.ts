import { isIPv6 } from "node:net";

/** A name or an address: the start of a URL, or a bracket that is not closed, would be told as something else much later. */
export function isHost(host: string): boolean {
  return /^[a-z\d](?:[a-z\d._-]*[a-z\d.])?$/i.test(host) || isIPv6(host.replace(/^\[(.*)\]$/, "$1"));
}
