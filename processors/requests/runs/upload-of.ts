import type { Observation } from "../../contract/index.ts";
import { pointFragment } from "../fragment.ts";
import type { Fragment } from "../fragment.ts";

/**
 * An upload of the legacy connector. A thread names each entry of a batch, by user and device, and then says whether the batch went through: success is per
 * batch, and tells of no entry alone. So each entry is a fragment by itself; what speaks of the batch belongs to no request (null).
 */
export function uploadOf(observation: Observation): Fragment | null {
  return observation.writer === "uploader" && observation.kind === "report.entry"
    ? pointFragment("upload", observation)
    : null;
}
