import type { Observation } from "../../contract/index.ts";
import type { Fragment } from "../fragment.ts";

/**
 * Uploads of the legacy connector: a thread names each entry of a batch (user and device) and then says whether the batch went through. Success is per batch:
 * with several entries the verdict is evidence of none alone. Expects the observations of one host's uploader in order.
 */
export function uploads(observations: readonly Observation[]): { uploads: Fragment[]; loose: Observation[] } {
  const open = new Map<string, Batch>();
  const found: Fragment[] = [];
  const loose: Observation[] = [];
  const close = (batch: Batch | undefined): void => {
    if (batch === undefined) return;
    if (batch.entries.length === 1) found.push(fragmentOf([...batch.entries, ...batch.notes]));
    else {
      for (const entry of batch.entries) found.push(fragmentOf([entry]));
      loose.push(...batch.notes);
    }
  };
  for (const observation of observations) {
    const current = open.get(observation.thread);
    if (observation.kind === "report.entry") {
      if (current === undefined) open.set(observation.thread, { entries: [observation], notes: [] });
      else current.entries.push(observation);
    } else if (current === undefined) loose.push(observation);
    else {
      current.notes.push(observation);
      if (observation.kind !== "report.batch") continue;
      close(current);
      open.delete(observation.thread);
    }
  }
  for (const batch of open.values()) close(batch);
  return { uploads: found.sort((a, b) => a.start - b.start), loose };
}

interface Batch {
  readonly entries: Observation[];
  readonly notes: Observation[];
}

function fragmentOf(observations: readonly Observation[]): Fragment {
  const first = observations[0];
  const start = first?.at ?? Number.NaN;
  return { role: "upload", host: first?.host ?? "", start, end: observations.at(-1)?.at ?? start, observations, whole: true };
}
