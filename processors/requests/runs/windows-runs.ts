import type { Observation } from "../../contract/index.ts";
import { createDraft, differs, gapBetween, takeInto, valueOf } from "./device-draft.ts";
import type { Draft } from "./device-draft.ts";

/**
 * What a Windows device tells of its enrolments. 306 begins one, and it ends with 39 and 309, or with 32, 307, 310 and what CertEnroll says; the next try
 * begins with 36, or with the next failure. Only 306, 309 and 310 name the profile. What names none belongs to the enrolment that is under way, where that is
 * one. Where several are it may be of any and belongs to none; a failure, to the only one of them that was not installed right afterwards. Expects the
 * observations of one device in order.
 */
export function windowsRuns(observations: readonly Observation[]): {
  drafts: Draft[];
  loose: Observation[];
} {
  const log: Log = { drafts: [], open: [], doubtful: [], last: undefined };
  for (const observation of observations) take(log, observation);
  return { drafts: log.drafts, loose: settled(log.doubtful) };
}

interface Log {
  readonly drafts: Draft[];
  /** Enrolments under way, oldest first. */
  open: Draft[];
  /** What may be of any of several, with those. */
  readonly doubtful: Doubtful[];
  /** The one that the last event went to. */
  last: Draft | undefined;
}

interface Doubtful {
  readonly observation: Observation;
  readonly candidates: readonly Draft[];
}

/** An enrolment that says nothing for so long is no longer under way. */
const pauseMs = 10 * 60_000;
/** One end is told by several events, one right after the other. */
const endMs = 10_000;
const repeatMs = 60_000;
/** An enrolment that was installed within so little time had not failed before: its delay between two tries is told in minutes (RetryDelay, ClientCertificateInstall CSP). */
const retryMs = 60_000;

function take(log: Log, observation: Observation): void {
  log.open = log.open.filter((draft) => gapBetween(draft.observations.at(-1), observation) <= pauseMs);
  const draft = draftOf(log, observation);
  if (draft === undefined) {
    log.doubtful.push({ observation, candidates: log.open });
    return;
  }
  takeInto(draft, observation);
  log.last = draft;
  if (endOf(observation) !== null) log.open = log.open.filter((one) => one !== draft);
}

/** Gives what is doubtful to the enrolments that are left for it, and returns the rest. */
function settled(doubtful: readonly Doubtful[]): Observation[] {
  const loose: Observation[] = [];
  for (const { observation, candidates } of doubtful) {
    const [only, ...others] = candidates.filter(
      (draft) => agrees(draft, observation) && canHaveFailed(draft, observation),
    );
    if (only !== undefined && others.length === 0 && endOf(observation) === "failed")
      insert(only, observation);
    else loose.push(observation);
  }
  return loose;
}

/** That it failed is concluded, not told. */
function insert(draft: Draft, observation: Observation): void {
  draft.observations.push(observation);
  draft.observations.sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
  draft.whole = false;
}

function canHaveFailed({ observations }: Draft, failure: Observation): boolean {
  const end = observations.find((one) => endOf(one) !== null);
  return end === undefined || endOf(end) === "failed" || gapBetween(end, failure) >= retryMs;
}

/** The enrolment that an event belongs to; undefined: any of several. */
function draftOf(log: Log, observation: Observation): Draft | undefined {
  if (observation.kind === "profile.received") return received(log, observation);
  return valueOf(observation, "profileId") === "" ? unnamed(log, observation) : named(log, observation);
}

function received(log: Log, observation: Observation): Draft {
  const profile = valueOf(observation, "profileId");
  const before = log.open.findLast((draft) => draft.profile === profile);
  if (before === undefined || profile === "") return started(log);
  const isRepeat =
    before.observations.every((one) => one.stage === 1) &&
    gapBetween(before.observations.at(-1), observation) <= repeatMs;
  if (isRepeat) return before;
  log.open = log.open.filter((draft) => draft !== before);
  return started(log);
}

/** The enrolment of its profile, or else the one try under way that has not named its own. */
function named(log: Log, observation: Observation): Draft {
  const able = log.open.filter((draft) => agrees(draft, observation));
  const mine = able.findLast((draft) => draft.profile !== "") ?? again(log, observation);
  if (mine !== undefined) return mine;
  const [only, ...others] = able;
  return only !== undefined && others.length === 0 ? only : started(log);
}

function unnamed(log: Log, observation: Observation): Draft | undefined {
  const [only, ...others] = log.open.filter((draft) => agrees(draft, observation));
  const ended = again(log, observation);
  if (only !== undefined) return others.length === 0 && ended === undefined ? only : undefined;
  const { last } = log;
  const isNote = observation.kind === "run.note" && last !== undefined && agrees(last, observation);
  return ended ?? (isNote ? last : started(log));
}

/** What has ended just now, where the event says so once more. */
function again({ last: draft }: Log, observation: Observation): Draft | undefined {
  const last = draft?.observations.at(-1);
  const end = endOf(observation);
  if (draft === undefined || last === undefined || end === null || end !== endOf(last)) return undefined;
  return gapBetween(last, observation) <= endMs && agrees(draft, observation) ? draft : undefined;
}

function endOf({ kind, outcome }: Observation): "installed" | "failed" | null {
  if (outcome === "failed") return "failed";
  return kind === "deliver.installed" ? "installed" : null;
}

/** A request has one profile, one certificate and one transaction. */
function agrees(draft: Draft, observation: Observation): boolean {
  return (
    !differs(valueOf(observation, "profileId"), draft.profile) &&
    !differs(valueOf(observation, "thumbprint"), draft.thumbprint) &&
    !differs(valueOf(observation, "transactionId"), draft.transaction)
  );
}

function started(log: Log): Draft {
  const draft = createDraft();
  log.drafts.push(draft);
  log.open.push(draft);
  return draft;
}
