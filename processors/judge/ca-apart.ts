import { knownCause } from "../causes/index.ts";
import type { HostLedger } from "../causes/index.ts";
import type { Problem, Writer } from "../contract/index.ts";

/** What only a host that serves devices writes. */
const ofServers: readonly Writer[] = [
  "iis",
  "httperr",
  "plugin",
  "crp",
  "uploader",
  "connector",
  "legacy-connector",
  "ndes",
  "status-file",
];

/**
 * A CA that is read where no NDES server is: for want of a common key its records are joined to servers of its own partition only. Null: there is a server beside it, or it is
 * no CA. That no CA is beside a server says nothing: CAs need not be collected.
 */
export function caApart(host: string, { writersOf }: Pick<HostLedger, "writersOf">): Problem | null {
  if (!writersOf(host).has("ca")) return null;
  const all = writersOf(null);
  if (ofServers.some((writer) => all.has(writer))) return null;
  return {
    host,
    cause: knownCause("host.ca-apart"),
    count: 1,
    oldest: null,
    because: "no NDES server is read in its partition, so what it does is joined to no request",
  };
}
