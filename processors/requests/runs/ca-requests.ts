import type { Observation } from "../../contract/index.ts";
import type { Fragment } from "../fragment.ts";

/**
 * The events of one CA request (4886, 4887 …; 6, 7, 21 …), tied by the RequestId, which is unique per CA. Expects the observations of one host's CA in order.
 * An event without a RequestId is loose.
 */
export function caRequests(observations: readonly Observation[]): {
  requests: CaRequest[];
  loose: Observation[];
} {
  const byId = new Map<string, Observation[]>();
  const loose: Observation[] = [];
  for (const observation of observations) {
    const id = observation.keys.find((key) => key.type === "caRequestId")?.value;
    if (id === undefined) {
      loose.push(observation);
      continue;
    }
    const seen = byId.get(id);
    if (seen === undefined) byId.set(id, [observation]);
    else seen.push(observation);
  }
  const requests = [...byId.values()].map((events) => requestOf(events));
  return { requests: requests.sort((a, b) => a.start - b.start), loose };
}

export interface CaRequest extends Fragment {
  readonly role: "ca-request";
  /** The machine that called the CA, where the events name it; lower case. */
  readonly ndesHost: string;
}

function requestOf(events: readonly Observation[]): CaRequest {
  const first = events[0];
  const received = events.some((one) => one.kind === "issue.received");
  const decided = events.some((one) => one.kind !== "issue.received" && one.stage === 4);
  return {
    role: "ca-request",
    host: first?.host ?? "",
    start: first?.at ?? Number.NaN,
    end: events.at(-1)?.at ?? Number.NaN,
    observations: events,
    whole: received && decided,
    ndesHost: ndesHostOf(events),
  };
}

/** `""`: no event tells it. */
export function ndesHostOf(events: readonly Observation[]): string {
  return events.find((one) => one.facts.ndesHost !== undefined)?.facts.ndesHost ?? "";
}
