import { cliError } from "../../errors/cli-error.ts";
import { keyPartMin } from "../../../processors/wording/index.ts";
import { isShortPart } from "./request-filter.ts";

const short = `give ${keyPartMin} characters of it or more, if this is its beginning: shorter ones fit by chance. Else `;

/** What `--key` asked for is in none of the requests. */
export function unknownKey(key: string): Error {
  return cliError({
    code: "input.unknown-key",
    what: `no request carries "${key}"`,
    remedy: `${isShortPart(key) ? short : ""}take a key from \`scepscope analyze PATH\`; a record that names it may belong to no request: look with \`scepscope records PATH\``,
  });
}
