import type { Observation } from "../../contract/index.ts";
import type { Fragment } from "../fragment.ts";
import { eventGaps } from "./event-gaps.ts";
import { identifierNames, isKeyless } from "./identifiers.ts";
import { isLossy } from "./lossy.ts";
import { addReport } from "./lone-reports.ts";
import { complete, goesOn, inRun, sameThreadMs } from "./connector-draft.ts";
import type { Draft } from "./connector-draft.ts";
import { doubtCrossed } from "./crossed-runs.ts";
import { onlyWaiting, threadsHop } from "./thread-hops.ts";

/**
 * Runs of the unified connector: 4003 → 4004 | 4005 → 4006 | 4007, all within the device's call. Events are tied by an identifier that they carry; where they
 * carry none, or only some of them do, by their thread, since NDES works on one request a thread; and where that does not hold, by their order, while only one request is under way. What is reported to Intune later (4008, 4009, 4010, 4000 to 4002) follows by
 * identifier only, as fragments of its own. On the same thread and without identifiers the first word on the report belongs to the run whose issue it directly
 * follows: the thread was busy with it. What comes on the thread after that is a later try, perhaps of an earlier request.
 * Expects the observations of one host's connector in order.
 */
export function connectorRuns(observations: readonly Observation[]): {
  runs: Fragment[];
  reports: Fragment[];
  followers: Follower[];
  loose: Observation[];
} {
  const open = new Map<string, Draft>();
  const drafts: Draft[] = [];
  const reports: Observation[][] = [];
  const loose: Observation[] = [];
  const hop = threadsHop(observations);
  for (const observation of observations) {
    const current = runOf(observation, open) ?? (hop ? onlyWaiting(observation, drafts) : undefined);
    if (observation.kind === "verify.received" || (current === undefined && inRun(observation))) {
      const draft: Draft = {
        observations: [observation],
        followers: [],
        whole: observation.kind === "verify.received",
      };
      drafts.push(draft);
      for (const name of [...namesOf(observation), threadName(observation)]) open.set(name, draft);
    } else if (current !== undefined && followsFromElsewhere(observation, current)) {
      current.followers.push(observation);
    } else if (current !== undefined && belongs(observation, current)) {
      current.observations.push(observation);
      for (const name of namesOf(observation)) open.set(name, current);
    } else if (observation.stage === 6) {
      addReport(reports, observation);
    } else loose.push(observation);
  }
  const keyless = drafts.filter(({ observations: own }) => own.some((one) => isKeyless(one)));
  doubtLossy(keyless);
  doubtCrossed(keyless);
  // On most hosts every run has an identifier, and nothing asks for the numbers.
  if (keyless.length > 0) doubtTorn(keyless, eventGaps(observations));
  const followers: Follower[] = [];
  const runs = drafts.map((draft) => {
    const run = fragmentOf("connector-run", draft.observations, draft.whole && complete(draft));
    for (const one of draft.followers)
      followers.push({ run, fragment: fragmentOf("report-event", [one], true) });
    return run;
  });
  return {
    runs: runs.sort((a, b) => a.start - b.start),
    reports: reports.map((told) => fragmentOf("report-event", told, true)),
    followers,
    loose,
  };
}

/** What another channel says on the run's thread just after it. */
export interface Follower {
  readonly run: Fragment;
  readonly fragment: Fragment;
}

/** A thread that went on to something else after this time cannot be told from one that still reports. */
const reportedMs = 2000;

function namesOf(observation: Observation): string[] {
  const keyed = identifierNames(observation);
  return keyed.length > 0 ? keyed : [threadName(observation)];
}

function threadName({ thread }: Observation): string {
  return `thread ${thread}`;
}

/** The run that it names, or that of its thread. */
function runOf(observation: Observation, open: ReadonlyMap<string, Draft>): Draft | undefined {
  const known =
    namesOf(observation)
      .map((name) => open.get(name))
      .find((draft) => draft !== undefined) ?? namelessOf(observation, open);
  return known !== undefined && isOfAnother(observation, known) ? undefined : known;
}

/** The run of its thread that no event has named yet, for a step that comes next: a refusal may quote the identifier that the events before it do not carry. */
function namelessOf(observation: Observation, open: ReadonlyMap<string, Draft>): Draft | undefined {
  const draft = open.get(threadName(observation));
  const last = draft?.observations.at(-1);
  if (draft === undefined || last === undefined || !inRun(observation)) return undefined;
  const isNext =
    last.fileId === observation.fileId &&
    (observation.at ?? 0) - (last.at ?? 0) <= sameThreadMs &&
    goesOn(observation, draft);
  return isNext && draft.observations.every((one) => isKeyless(one)) ? draft : undefined;
}

/** The longest silence within a device's call, where what follows may be another's. */
const silenceMs = 60_000;
/** The same where it is the next step of its transaction: so long the application proxy of Entra waits at most (backend application timeout, 85 or 180 s). */
const answerMs = 3 * 60_000;

/** A later attempt with the same transaction, or on the same thread, whose beginning is missing. */
function isOfAnother(observation: Observation, draft: Draft): boolean {
  if (!inRun(observation)) return false;
  const { observations } = draft;
  const last = observations.at(-1);
  const silence = (observation.at ?? 0) - (last?.at ?? 0);
  if (isKeyless(observation)) return silence > sameThreadMs && last?.fileId === observation.fileId;
  const isAnswer = goesOn(observation, draft) && observations.every((one) => one.outcome !== "failed");
  return (
    silence > (isAnswer ? answerMs : silenceMs) || observations.some((one) => one.kind === observation.kind)
  );
}

/** Without an identifier only thread and time tie it, and the time is another file's. */
function followsFromElsewhere(observation: Observation, current: Draft): boolean {
  if (!isFromElsewhere(observation, current)) return false;
  const silence = (observation.at ?? 0) - (current.observations.at(-1)?.at ?? 0);
  return silence <= sameThreadMs && !contradicts(observation, current);
}

function isFromElsewhere(observation: Observation, { observations }: Draft): boolean {
  const last = observations.at(-1);
  return last !== undefined && observation.fileId !== last.fileId && isKeyless(observation);
}

/** A final result of another ending than that of the run, or one more, is another request's. */
function contradicts({ kind, outcome }: Observation, { observations, followers }: Draft): boolean {
  if (kind !== "report.result" && kind !== "report.failed") return false;
  const ends = (of: Observation["kind"], as: Observation["outcome"]): boolean =>
    observations.some((one) => one.kind === of && one.outcome === as);
  if (followers.some((one) => one.kind === kind) || ends("verify.finished", "failed")) return true;
  if (kind === "report.failed") return ends("report.completed", "ok") || ends("issue.denied", "failed");
  return outcome === "ok" ? ends("issue.denied", "failed") : ends("issue.issued", "ok");
}

function belongs(observation: Observation, current: Draft): boolean {
  if (isFromElsewhere(observation, current)) return false;
  const last = current.observations.at(-1);
  const near = last !== undefined && (observation.at ?? 0) - (last.at ?? 0) <= sameThreadMs;
  if (!isKeyless(observation)) return inRun(observation);
  if (!near || (observation.stage === 6 && !opensReport(observation, current))) return false;
  if (!goesOn(observation, current)) current.whole = false;
  return true;
}

/** Whether the report went through or has to be tried again is said within the call, as soon as the certificate is there. */
function opensReport({ kind, at }: Observation, { observations }: Draft): boolean {
  const before = observations.findLast((one) => one.kind !== "run.note");
  if (before?.kind !== "issue.issued" || (kind !== "report.completed" && kind !== "report.retrying"))
    return false;
  return (at ?? 0) - (before.at ?? 0) <= reportedMs;
}

/** Two runs of three events complete each other where every tenth is lost: then a fifth of the runs lacks one. */
const brokenMost = 0.2;

/** Without identifiers runs are told apart by nothing but their events. */
function doubtLossy(keyless: readonly Draft[]): void {
  const broken = keyless.filter((draft) => lacksEvents(draft)).length;
  if (!isLossy({ broken, all: keyless.length }, brokenMost)) return;
  for (const draft of keyless) draft.whole = false;
}

/** The end of a refused run and the beginning of the next: fewer lost events do not make one run of two. */
const borderEvents = 2;

function doubtTorn(keyless: readonly Draft[], lostBetween: ReturnType<typeof eventGaps>): void {
  for (const draft of keyless) {
    const [first, last] = [draft.observations[0], draft.observations.at(-1)];
    if (first !== undefined && last !== undefined && lostBetween(first, last) >= borderEvents)
      draft.whole = false;
  }
}

/** A run that is only not over yet lacks nothing. */
function lacksEvents(draft: Draft): boolean {
  return !draft.whole || (!complete(draft) && draft.observations.some((one) => one.stage === 4));
}

function fragmentOf(
  role: "connector-run" | "report-event",
  observations: readonly Observation[],
  whole: boolean,
): Fragment {
  const first = observations[0];
  const last = observations.findLast((one) => one.stage !== 6) ?? first;
  return {
    role,
    host: first?.host ?? "",
    start: first?.at ?? Number.NaN,
    end: last?.at ?? Number.NaN,
    observations,
    whole,
  };
}
