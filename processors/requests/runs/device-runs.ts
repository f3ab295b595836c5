import type { Observation } from "../../contract/index.ts";
import type { Fragment } from "../fragment.ts";
import { joinNames } from "../joins/key-index.ts";

/**
 * What one device's own log tells of one enrolment. Android: the lines of a thread from `Trying to enroll` on, the later state changes that name the same
 * profile, and what the log said of root certificates shortly before. Windows: from 306 to the 309 or 310 of the same UniqueId; events without an identifier
 * (36, 39, 32, 307) by their order between the two. Apple: the lines of a file from the first call to the profile's installation; they may carry no date, then
 * the order of the file is their time. Expects the observations of one device in order.
 */
export function deviceRuns(observations: readonly Observation[]): { runs: Fragment[]; loose: Observation[] } {
  const book = createDeviceBook();
  for (const observation of observations) take(book, observation);
  return { runs: book.drafts.map((draft) => fragmentOf(draft)), loose: looseOf(book) };
}

/** Runs that are being told. */
export interface DeviceBook {
  readonly lanes: Map<string, Draft>;
  readonly byProfile: Map<string, Draft>;
  drafts: Draft[];
  /** What was said of root certificates and of waiting work since the last enrolment began: it belongs to the next one. */
  preparing: Observation[];
  readonly loose: Observation[];
}

export function createDeviceBook(): DeviceBook {
  return { lanes: new Map(), byProfile: new Map(), drafts: [], preparing: [], loose: [] };
}

/**
 * The same for lines without a date, which no watermark ever passes. A run is given out as soon as it holds an identifier, so that it is there before the
 * records of servers that it belongs to; it goes on growing in place. `last`: no more lines will come.
 */
export function datelessRuns(book: DeviceBook, observations: readonly Observation[], last: boolean): { runs: Fragment[]; loose: Observation[] } {
  for (const observation of observations) take(book, observation);
  const ready = (draft: Draft): boolean => last || joinNames(draft.observations).length > 0;
  const runs = book.drafts.filter((draft) => ready(draft)).map((draft) => fragmentOf(draft));
  book.drafts = book.drafts.filter((draft) => !ready(draft));
  return { runs, loose: last ? looseOf(book) : [] };
}

function looseOf(book: DeviceBook): Observation[] {
  return [...book.loose.splice(0), ...book.preparing.splice(0)];
}

interface Draft {
  readonly observations: Observation[];
  profile: string;
  transaction: string;
}

const preparations: ReadonlySet<string> = new Set(["profile.root-state", "profile.checked"]);
/** A call this long after the last line of a run begins another one; preparations this old have nothing to do with it. */
const pauseMs = 10 * 60_000;

function take(book: DeviceBook, observation: Observation): void {
  if (preparations.has(observation.kind)) prepare(book, observation);
  else enroll(book, observation);
}

/** Lines that lead to an enrolment. Work for several profiles at once belongs to none alone. */
function prepare(book: DeviceBook, observation: Observation): void {
  if (observation.kind === "profile.checked" && (observation.facts.count ?? 1) > 1) book.loose.push(observation);
  else book.preparing.push(observation);
}

function enroll(book: DeviceBook, observation: Observation): void {
  const lane = laneOf(observation);
  const profile = valueOf(observation, "profileId");
  const draft = choose(observation, book.lanes.get(lane), profile === "" ? undefined : book.byProfile.get(profile)) ?? started(book, observation);
  book.lanes.set(lane, draft);
  draft.observations.push(observation);
  if (profile !== "") draft.profile = profile;
  const transaction = valueOf(observation, "transactionId");
  if (transaction !== "") draft.transaction = transaction;
  if (draft.profile !== "") book.byProfile.set(draft.profile, draft);
}

function laneOf({ writer, thread, fileId, at }: Observation): string {
  if (writer === "apple-device" || at === null) return `${writer} ${fileId}`;
  return writer === "android-device" ? `${writer} ${thread}` : writer;
}

function started(book: DeviceBook, observation: Observation): Draft {
  const draft: Draft = { observations: [], profile: "", transaction: "" };
  book.drafts.push(draft);
  if (observation.kind === "profile.received" && observation.writer === "android-device") {
    for (const one of book.preparing) (between(one, observation) <= pauseMs ? draft.observations : book.loose).push(one);
    book.preparing = [];
  }
  return draft;
}

function choose(observation: Observation, lane: Draft | undefined, profiled: Draft | undefined): Draft | undefined {
  if (observation.kind === "profile.received") return undefined;
  if (profiled !== undefined && profiled !== lane && observation.writer !== "apple-device") return profiled;
  if (lane === undefined) return undefined;
  if (differs(valueOf(observation, "transactionId"), lane.transaction) || differs(valueOf(observation, "profileId"), lane.profile)) return undefined;
  return observation.kind === "contact.device-call" && over(lane, observation) ? undefined : lane;
}

function differs(one: string, other: string): boolean {
  return one !== "" && other !== "" && one !== other;
}

/** A call after the reply, or long after the last line, belongs to another enrolment; so does one that asks for capabilities after the request was sent. */
function over(lane: Draft, observation: Observation): boolean {
  const last = lane.observations.at(-1);
  if (last === undefined) return false;
  if (between(last, observation) > pauseMs || lane.observations.some((one) => one.stage === 5)) return true;
  return observation.writer === "apple-device" && !isRequest(observation) && lane.observations.some((one) => isRequest(one));
}

function isRequest({ kind, facts }: Observation): boolean {
  return kind === "contact.device-request" || (kind === "contact.device-call" && facts.method?.toLowerCase() === "pkioperation");
}

function between(one: Observation, other: Observation): number {
  return Math.abs((other.at ?? 0) - (one.at ?? 0));
}

function valueOf(observation: Observation, type: string): string {
  return observation.keys.find((key) => key.type === type)?.value ?? "";
}

function fragmentOf({ observations }: Draft): Fragment {
  const times = observations.filter((one) => one.at !== null && one.trust !== "time-of-day").map((one) => one.at ?? 0);
  return {
    role: "device-run",
    host: observations[0]?.host ?? "",
    start: times[0] ?? Number.NaN,
    end: times.at(-1) ?? Number.NaN,
    observations,
    whole: true,
  };
}
