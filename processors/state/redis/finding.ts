/** What somebody who is about to run a fleet on a Redis should know of it. */
export interface Finding {
  readonly level: "ok" | "warn" | "bad";
  readonly what: string;
  /** Empty: nothing is to be done. */
  readonly remedy: string;
}

export function ok(what: string): Finding {
  return { level: "ok", what, remedy: "" };
}

export function warn(what: string, remedy: string): Finding {
  return { level: "warn", what, remedy };
}

export function bad(what: string, remedy: string): Finding {
  return { level: "bad", what, remedy };
}
