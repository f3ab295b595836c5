import { createPseudonyms } from "../../processors/live.ts";
import type { Pseudonyms } from "../../processors/live.ts";
import type { Config, Secrets } from "../config/index.ts";

/** Null: nothing is hidden. That there is a key where something is was seen when the secrets were read. */
export function pseudonymsOf({ pseudonyms }: Config, { pseudonymKey }: Secrets): Pseudonyms | null {
  const [users, devices] = [pseudonyms.users === "hash", pseudonyms.devices === "hash"];
  if (!users && !devices) return null;
  if (pseudonymKey === null) throw new Error("pseudonyms without a key");
  return createPseudonyms({ users, devices, key: pseudonymKey });
}
