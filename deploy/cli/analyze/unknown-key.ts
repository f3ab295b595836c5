import { cliError } from "../cli-error.ts";

/** What `--key` asked for is in none of the requests. */
export function unknownKey(key: string): Error {
  return cliError({
    code: "input.unknown-key",
    what: `no request carries "${key}"`,
    remedy:
      "take a key from `scepscope analyze PATH`; a record that names it may belong to no request: look with `scepscope records PATH`",
  });
}
