export type ListenTrouble =
  | "listen.refused" // it must not be listened there
  | "listen.in-use" // another program has the port
  | "listen.not-allowed" // the system refuses it
  | "listen.no-address" // this machine has no such address
  | "listen.failed"; // whatever else

/** The page and the API cannot be offered there, and what to do about it. Nothing was started. */
export class ListenFailed extends Error {
  readonly code: ListenTrouble;
  /** A sentence without its full stop. */
  readonly remedy: string;
  constructor(code: ListenTrouble, message: string, options: ErrorOptions & { readonly remedy: string }) {
    super(message, options);
    this.name = "ListenFailed";
    this.code = code;
    this.remedy = options.remedy;
  }
}

/** What the system's refusal means. `place` is `127.0.0.1:8643`. */
export function toListenFailed(error: Error, place: string): ListenFailed {
  const trouble = troubles.get("code" in error ? String(error.code) : "") ?? {
    code: "listen.failed",
    what: `cannot listen on ${place}: ${error.message}`,
    remedy: "look at the address and the port",
  };
  return new ListenFailed(trouble.code, trouble.what.replace("%", place), {
    remedy: trouble.remedy,
    cause: error,
  });
}

interface Trouble {
  readonly code: ListenTrouble;
  readonly what: string;
  readonly remedy: string;
}

const inUse: Trouble = {
  code: "listen.in-use",
  what: "% is taken: another program listens there, or another scepscope",
  remedy: "end the other one, or take another port with --listen or `listen.port`; port 0 takes a free one",
};
const notAllowed: Trouble = {
  code: "listen.not-allowed",
  what: "the system does not allow to listen on %",
  remedy:
    "take a port from 1024 with --listen or `listen.port`; on Windows the port may be reserved: `netsh interface ipv4 show excludedportrange protocol=tcp`",
};
const noAddress: Trouble = {
  code: "listen.no-address",
  what: "this machine has no address for %",
  remedy: "name one of its own addresses, 127.0.0.1 for this machine alone, or 0.0.0.0 for all",
};
const troubles: ReadonlyMap<string, Trouble> = new Map([
  ["EADDRINUSE", inUse],
  ["EACCES", notAllowed],
  ["EPERM", notAllowed],
  ["EADDRNOTAVAIL", noAddress],
  ["ENOTFOUND", noAddress],
  ["EAI_AGAIN", noAddress],
  ["EAFNOSUPPORT", noAddress],
]);
