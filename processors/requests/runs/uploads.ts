import type { Observation } from "../../contract/index.ts";
import { pointFragment } from "../fragment.ts";
import type { Fragment } from "../fragment.ts";

/**
 * Uploads of the legacy connector. A thread names each entry of a batch, by user and device, and then says whether the batch went through: success is per batch,
 * and tells of no entry alone. Each entry is a fragment; the rest is loose. Expects the observations of one host's uploader in order.
 */
export function uploads(observations: readonly Observation[]): { uploads: Fragment[]; loose: Observation[] } {
  const entries = observations.filter((one) => one.kind === "report.entry");
  return {
    uploads: entries.map((one) => pointFragment("upload", one)),
    loose: observations.filter((one) => one.kind !== "report.entry"),
  };
}
