/** What a look before the start found: of one thing, how it is, and what to do where it is not right. */
export interface Finding {
  /** What was looked at, such as `logs`, `kafka`, `redis`. */
  readonly area: string;
  /** `bad`: it cannot work like this; `warn`: it works, and something will be missing or fail one day. */
  readonly level: "ok" | "warn" | "bad";
  /** One sentence without its full stop. May hold names from outside: escape it where it is shown. */
  readonly what: string;
  /** What to change: the same; `""` where all is well. */
  readonly remedy: string;
}

export function ok(area: string, what: string): Finding {
  return { area, level: "ok", what, remedy: "" };
}
