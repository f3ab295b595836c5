import type { Observation } from "../../contract/index.ts";
import type { Fragment } from "../fragment.ts";

/**
 * What one device's own log tells of one enrolment. Android: the lines of a thread from `Trying to enroll` on, and the later state changes that name the same
 * profile. Windows: from 306 to the 309 or 310 of the same UniqueId; events without an identifier (36, 39, 32, 307) by their order between the two. Apple: from
 * the first call to the profile's installation. Expects the observations of one device in order.
 */
export function deviceRuns(observations: readonly Observation[]): { runs: Fragment[]; loose: Observation[] } {
  const lanes = new Map<string, Draft>();
  const byProfile = new Map<string, Draft>();
  const drafts: Draft[] = [];
  const loose: Observation[] = [];
  for (const observation of observations) {
    if (hostLevel.has(observation.kind)) {
      loose.push(observation);
      continue;
    }
    const lane = `${observation.writer} ${observation.writer === "android-device" ? observation.thread : ""}`;
    const profile = profileOf(observation);
    const current = choose(observation, lanes.get(lane), profile === "" ? undefined : byProfile.get(profile));
    const draft = current ?? { observations: [], profile: "", transaction: "", whole: true };
    if (current === undefined) drafts.push(draft);
    lanes.set(lane, draft);
    add(draft, observation, profile);
    if (draft.profile !== "") byProfile.set(draft.profile, draft);
  }
  const runs = drafts.map((draft) => fragmentOf(draft));
  return { runs, loose };
}

interface Draft {
  readonly observations: Observation[];
  profile: string;
  transaction: string;
  whole: boolean;
}

const hostLevel: ReadonlySet<string> = new Set(["profile.root-state", "profile.checked"]);
/** A call this long after the last line of a run begins another one. */
const pauseMs = 10 * 60_000;

function choose(observation: Observation, lane: Draft | undefined, profiled: Draft | undefined): Draft | undefined {
  if (observation.kind === "profile.received") return undefined;
  const transaction = valueOf(observation, "transactionId");
  if (profiled !== undefined && profiled !== lane) return profiled;
  if (lane === undefined) return undefined;
  if (transaction !== "" && lane.transaction !== "" && transaction !== lane.transaction) return undefined;
  const profile = profileOf(observation);
  if (profile !== "" && lane.profile !== "" && profile !== lane.profile) return undefined;
  return observation.kind === "contact.device-call" && over(lane, observation) ? undefined : lane;
}

/** A new call after the reply, or long after the last line, belongs to another enrolment. */
function over(lane: Draft, observation: Observation): boolean {
  const last = lane.observations.at(-1);
  if (last === undefined) return false;
  if (Math.abs((observation.at ?? 0) - (last.at ?? 0)) > pauseMs) return true;
  return lane.observations.some((one) => one.stage === 5);
}

function add(draft: Draft, observation: Observation, profile: string): void {
  draft.observations.push(observation);
  if (profile !== "") draft.profile = profile;
  const transaction = valueOf(observation, "transactionId");
  if (transaction !== "") draft.transaction = transaction;
}

function profileOf(observation: Observation): string {
  return valueOf(observation, "profileId");
}

function valueOf(observation: Observation, type: string): string {
  return observation.keys.find((key) => key.type === type)?.value ?? "";
}

function fragmentOf(draft: Draft): Fragment {
  const times = draft.observations.filter((one) => one.at !== null && one.trust !== "time-of-day").map((one) => one.at ?? 0);
  const first = draft.observations[0];
  return {
    role: "device-run",
    host: first?.host ?? "",
    start: times[0] ?? Number.NaN,
    end: times.at(-1) ?? Number.NaN,
    observations: draft.observations,
    whole: draft.whole,
  };
}
