import { catalogue, causeById } from "../../processors/index.ts";
import { cliError } from "../errors/cli-error.ts";
import { nearest } from "../../processors/wording/index.ts";

/** The catalogue's entry; throws for an id that it has not, with the nearest that it has. */
export function knownCause(id: string): (typeof catalogue)[number] {
  const cause = causeById(id);
  if (cause !== undefined) return cause;
  const close = nearest(
    id,
    catalogue.map((each) => each.id),
  );
  throw cliError({
    code: "catalogue.unknown-cause",
    what: `there is no cause "${id}"${close === null ? "" : `; did you mean ${close}?`}`,
    remedy: "`scepscope causes` lists all of them",
  });
}
