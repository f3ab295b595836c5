import type { Observation } from "../../contract/index.ts";
import type { Fragment } from "../fragment.ts";
import { joinNames } from "../joins/key-index.ts";
import { createDraft, differs, fragmentOf, gapBetween, takeInto, valueOf } from "./device-draft.ts";
import type { Draft } from "./device-draft.ts";
import { windowsRuns } from "./windows-runs.ts";

/**
 * What one device's own log tells of one enrolment. Android: the lines of a thread from `Trying to enroll` on, the later state changes that name the same
 * profile, and what the log said of root certificates shortly before. Windows: `windowsRuns`. Apple: the lines of a file from the first call to the profile's installation; they may carry no date, then
 * the order of the file is their time. Expects the observations of one device in order.
 */
export function deviceRuns(observations: readonly Observation[]): { runs: Fragment[]; loose: Observation[] } {
  const book = createDeviceBook();
  for (const observation of observations) if (!isWindows(observation)) take(book, observation);
  const windows = windowsRuns(observations.filter(isWindows));
  return {
    runs: [...book.drafts, ...windows.drafts].map(fragmentOf),
    loose: [...looseOf(book), ...windows.loose],
  };
}

function isWindows({ writer }: Observation): boolean {
  return writer === "windows-device";
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
export function datelessRuns(
  book: DeviceBook,
  observations: readonly Observation[],
  last: boolean,
): { runs: Fragment[]; loose: Observation[] } {
  for (const observation of observations) take(book, observation);
  const ready = (draft: Draft): boolean => last || joinNames(draft.observations).length > 0;
  const runs = book.drafts.filter((draft) => ready(draft)).map((draft) => fragmentOf(draft));
  book.drafts = book.drafts.filter((draft) => !ready(draft));
  return { runs, loose: last ? looseOf(book) : [] };
}

function looseOf(book: DeviceBook): Observation[] {
  return [...book.loose.splice(0), ...book.preparing.splice(0)];
}

const preparations: ReadonlySet<string> = new Set(["profile.root-state", "profile.checked"]);
/** A call this long after the last line of a run begins another one; preparations this old have nothing to do with it. */
const pauseMs = 10 * 60_000;
const repeatMs = 60_000;

function take(book: DeviceBook, observation: Observation): void {
  if (preparations.has(observation.kind)) prepare(book, observation);
  else if (namesAnyCertificate(observation)) book.loose.push(observation);
  else enroll(book, observation);
}

/** A certificate that the device holds, without a word of its profile, may be any. */
function namesAnyCertificate(observation: Observation): boolean {
  return (
    observation.kind === "run.note" &&
    valueOf(observation, "thumbprint") !== "" &&
    valueOf(observation, "profileId") === ""
  );
}

/** Lines that lead to an enrolment. Work for several profiles at once belongs to none alone. */
function prepare(book: DeviceBook, observation: Observation): void {
  if (observation.kind === "profile.checked" && (observation.facts.count ?? 1) > 1)
    book.loose.push(observation);
  else book.preparing.push(observation);
}

function enroll(book: DeviceBook, observation: Observation): void {
  const lane = laneOf(observation);
  const profile = valueOf(observation, "profileId");
  const draft =
    choose(observation, book.lanes.get(lane), profile === "" ? undefined : book.byProfile.get(profile)) ??
    continued(book, observation) ??
    started(book);
  if (observation.kind === "profile.received" && observation.writer === "android-device")
    addPreparations(book, draft, observation);
  book.lanes.set(lane, draft);
  takeInto(draft, observation);
  if (draft.profile !== "") book.byProfile.set(draft.profile, draft);
}

function laneOf({ writer, thread, fileId, at }: Observation): string {
  if (writer === "apple-device" || at === null) return `${writer} ${fileId}`;
  return writer === "android-device" ? `${writer} ${thread}` : writer;
}

function started(book: DeviceBook): Draft {
  const draft = createDraft();
  book.drafts.push(draft);
  return draft;
}

function addPreparations(book: DeviceBook, draft: Draft, observation: Observation): void {
  for (const one of book.preparing)
    (gapBetween(one, observation) <= pauseMs ? draft.observations : book.loose).push(one);
  book.preparing = [];
}

/** A state change that names no profile goes on from the state that one enrolment alone was left in. */
function continued(book: DeviceBook, { facts, keys }: Observation): Draft | undefined {
  if (facts.previousState === undefined || keys.length > 0) return undefined;
  const able = book.drafts.filter((draft) => stateOf(draft) === facts.previousState);
  const [only] = able;
  if (only === undefined || able.length > 1) return undefined;
  only.whole = false;
  return only;
}

/** What a device calls a certificate that has just come: the state from which its installation starts. */
const enrolled = "CERT_ENROLLED";

function stateOf({ observations }: Draft): string {
  const last = observations.findLast((one) => one.stage === 5);
  return last?.kind === "deliver.reply" && last.outcome === "ok" ? enrolled : (last?.facts.state ?? "");
}

function choose(
  observation: Observation,
  lane: Draft | undefined,
  profiled: Draft | undefined,
): Draft | undefined {
  if (observation.kind === "profile.received") return repeats(observation, lane) ? lane : undefined;
  const draft = profiled !== undefined && observation.writer !== "apple-device" ? profiled : lane;
  if (draft === undefined || speaksOfAnother(observation, draft)) return undefined;
  if (draft !== lane) return draft;
  return observation.kind === "contact.device-call" && over(lane, observation) ? undefined : lane;
}

/** A request has one transaction, one profile and one certificate. */
function speaksOfAnother(observation: Observation, draft: Draft): boolean {
  if (differs(valueOf(observation, "transactionId"), draft.transaction)) return true;
  return (
    differs(valueOf(observation, "profileId"), draft.profile) ||
    differs(valueOf(observation, "thumbprint"), draft.thumbprint)
  );
}

/** Said again with nothing in between, it is the same enrolment. */
function repeats(observation: Observation, lane: Draft | undefined): boolean {
  const last = lane?.observations.at(-1);
  if (lane === undefined || last === undefined || gapBetween(last, observation) > repeatMs) return false;
  return (
    lane.observations.every((one) => one.stage === 1) &&
    !differs(valueOf(observation, "profileId"), lane.profile)
  );
}

/** A call after the reply, or long after the last line, belongs to another enrolment; so does one that asks for capabilities after the request was sent. */
function over(lane: Draft, observation: Observation): boolean {
  const last = lane.observations.at(-1);
  if (last === undefined) return false;
  if (gapBetween(last, observation) > pauseMs || lane.observations.some((one) => one.stage === 5))
    return true;
  return (
    observation.writer === "apple-device" &&
    !isRequest(observation) &&
    lane.observations.some((one) => isRequest(one))
  );
}

function isRequest({ kind, facts }: Observation): boolean {
  return (
    kind === "contact.device-request" ||
    (kind === "contact.device-call" && facts.method?.toLowerCase() === "pkioperation")
  );
}
