import { doctorOf } from "../fleet/doctor-of.ts";
import type { StoreFenced, StoreTrouble } from "../../processors/contract/index.ts";

type StoreCode = StoreTrouble | StoreFenced["code"];

/**
 * What to do about a store that ended this command (null: none is known); null: the error is another one. Found by its code alone, so that `--version` need not load the
 * store.
 */
export function storeRemedy(
  error: unknown,
  command: string | null,
): { readonly code: string; readonly what: string; readonly remedy: string } | null {
  if (!(error instanceof Error) || !("code" in error)) return null;
  const code = String(error.code);
  const isRedis = redisCodes.has(code) && /^(?:the )?Redis /.test(error.message);
  const remedy = isRedis ? ofRedis(command) : remedies.get(code);
  return remedy === undefined ? null : { code, what: error.message, remedy };
}

const byCode: Readonly<Record<StoreCode, string>> = {
  "store.disk-full":
    "make room on the disk of the data folder, and start again: nothing of what was kept is lost",
  "store.busy":
    "end the program that uses the data folder; each `scepscope up` needs one of its own (--data)",
  "store.unavailable": "look at the data folder: does it exist, may this user write there, is the disk well",
  "store.damaged": "start again: the damaged file is set aside, and what it held is read again from the logs",
  "store.newer":
    "use the later version, or another data folder (--data): it is filled again from the logs; in a fleet upgrade this process, or go back for good by `scepscope state rebuild`",
  "store.foreign": "choose another data folder (--data), or move that file away",
  "store.sealed":
    "set SCEPSCOPE_PSEUDONYM_KEY or pseudonyms.keyFile to the key that it had, or choose another data folder (--data): it is filled again from the logs",
  "store.closed": "start again, and report it if it comes back",
  "store.fenced": "leave one of the two running, or give each a data folder of its own (--data)",
};
/** Of Redis nothing helps that is said of a file or folder. */
const redisCodes: ReadonlySet<string> = new Set(["store.unavailable", "store.damaged", "store.disk-full"]);
/** Also for who has one box, and asks it by a command for fleets. */
function ofRedis(command: string | null): string {
  if (command === "process" || command === "serve") return doctorOf(command);
  return "`scepscope doctor serve` says what is wrong with Redis; `scepscope up` has none: of its state `scepscope state --data FOLDER` tells";
}

const remedies: ReadonlyMap<string, string> = new Map(Object.entries(byCode));
