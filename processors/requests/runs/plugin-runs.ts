import type { Observation } from "../../contract/index.ts";
import { byBegin, isAscending } from "../fragment.ts";
import type { PluginRun } from "../fragment.ts";

/**
 * Runs of the policy module's threads, from NDESPlugin.log. The grammar of one thread:
 *
 *     Calling VerifyRequest … Sending … (Verify challenge returns … | Failed to send …) … Exiting VerifyRequest with hr
 *     [ Calling Notify… … Sending … Exiting Notify with hr ]
 *
 * A record that the grammar does not expect proves that records are missing or that two writers share a thread number: the run is then not whole.
 * Expects the observations of one host's plug-in in order. Runs come out in order of their start. Notes without a run are left out.
 */
export function pluginRuns(observations: readonly Observation[]): PluginRun[] {
  const open = new Map<string, Draft>();
  const runs: PluginRun[] = [];
  const close = (draft: Draft): void => {
    if (!draft.observations.every((one) => isMereNote(one))) runs.push(finished(draft));
  };
  for (const observation of observations) {
    const thread = observation.thread === "" ? `file ${observation.fileId}` : observation.thread;
    const current = open.get(thread);
    if (current !== undefined && !opensRun(observation, current)) {
      take(current, observation);
      continue;
    }
    if (current !== undefined) close(current);
    const draft = started(observation);
    open.set(thread, draft);
  }
  for (const draft of open.values()) close(draft);
  return runs.sort(byBegin);
}

interface Draft {
  readonly observations: Observation[];
  whole: boolean;
  sent: number;
  returned: number;
  verified: number;
  notifyStarted: number;
  notifySent: number;
  notified: number;
  failed: boolean;
  notifyFailed: boolean;
  verdict: boolean | null;
  /** Notify has been left, or VerifyRequest without success. */
  over: boolean;
}

function opensRun(observation: Observation, current: Draft): boolean {
  if (observation.kind === "verify.started") return true;
  // After Exiting Notify, or a refusal, the run is over: a second one has lost its beginning.
  return current.over && !isMereNote(observation);
}

/** A note that names a reason, such as a TLS flag, comes before the failure that it explains. */
function isMereNote({ kind, facts }: Observation): boolean {
  return kind === "run.note" && facts.reason === undefined;
}

function started(observation: Observation): Draft {
  const draft: Draft = {
    observations: [],
    whole: observation.kind === "verify.started" && observation.thread !== "",
    sent: Number.NaN,
    returned: Number.NaN,
    verified: Number.NaN,
    notifyStarted: Number.NaN,
    notifySent: Number.NaN,
    notified: Number.NaN,
    failed: false,
    notifyFailed: false,
    verdict: null,
    over: false,
  };
  if (observation.kind === "verify.started") draft.observations.push(observation);
  else take(draft, observation);
  return draft;
}

type Step = (draft: Draft, at: number, observation: Observation) => void;

const steps: ReadonlyMap<string, Step> = new Map<string, Step>([
  [
    "run.sent",
    (draft, at) => {
      if (Number.isNaN(draft.notifyStarted)) draft.sent = once(draft, draft.sent, at);
      else draft.notifySent = once(draft, draft.notifySent, at);
    },
  ],
  [
    "verify.returned",
    (draft, at, observation) => {
      if (Number.isNaN(draft.sent)) draft.whole = false;
      draft.returned = once(draft, draft.returned, at);
      draft.verdict = observation.facts.verdict ?? null;
    },
  ],
  [
    "run.failed",
    (draft) => {
      if (!Number.isNaN(draft.notifyStarted)) draft.notifyFailed = true;
      else if (Number.isNaN(draft.verified)) draft.failed = true;
      else draft.whole = false;
    },
  ],
  [
    "verify.finished",
    (draft, at, observation) => {
      const passed = observation.outcome === "ok";
      // What failed or was refused is not left with success, nor what passed without: between the two another run has begun.
      if (
        passed
          ? Number.isNaN(draft.returned) || draft.failed || draft.verdict === false
          : draft.verdict === true
      )
        draft.whole = false;
      // NDES does not notify of what was refused.
      draft.over = !passed;
      draft.verified = once(draft, draft.verified, at);
    },
  ],
  [
    "report.started",
    (draft, at) => {
      if (Number.isNaN(draft.verified)) draft.whole = false;
      draft.notifyStarted = once(draft, draft.notifyStarted, at);
    },
  ],
  [
    "report.finished",
    (draft, at, observation) => {
      if (Number.isNaN(draft.notifyStarted) || (Number.isNaN(draft.notifySent) && !draft.notifyFailed))
        draft.whole = false;
      // The site may have refused it before the registration point saw it.
      if (observation.outcome === "failed") draft.notifyFailed = true;
      draft.notified = once(draft, draft.notified, at);
      draft.over = true;
    },
  ],
]);

/** A call to the registration point that takes longer has timed out: a silence of this length may hide the border between two runs. */
const silenceMs = 60_000;
/** Between `Calling` and `Sending`, and between the answer and `Exiting`, the thread waits for nobody. */
const busyMs = 1000;

function take(draft: Draft, observation: Observation): void {
  const before = draft.observations.at(-1);
  const silence = (observation.at ?? 0) - (before?.at ?? Number.POSITIVE_INFINITY);
  const most = isBusyBetween(before, observation) ? busyMs : silenceMs;
  if (silence > most && !isMereNote(observation)) draft.whole = false;
  steps.get(observation.kind)?.(draft, observation.at ?? Number.NaN, observation);
  draft.observations.push(observation);
}

function isBusyBetween(before: Observation | undefined, { kind }: Observation): boolean {
  if (kind === "run.sent") return before?.kind === "verify.started" || before?.kind === "report.started";
  return kind === "verify.finished" && (before?.kind === "verify.returned" || before?.kind === "run.failed");
}

/** A value that the grammar allows once; the second proves a hole. */
function once(draft: Draft, seen: number, at: number): number {
  if (!Number.isNaN(seen)) draft.whole = false;
  return at;
}

function finished(draft: Draft): PluginRun {
  const first = draft.observations[0];
  const start = first?.at ?? Number.NaN;
  const last = draft.observations.findLast((one) => one.kind !== "run.note") ?? first;
  const begun = first?.kind === "verify.started" ? start : Number.NaN;
  const verifyEnd = Number.isNaN(draft.returned) ? draft.verified : draft.returned;
  return {
    role: "plugin-run",
    host: first?.host ?? "",
    start,
    end: last?.at ?? start,
    observations: draft.observations.slice(),
    whole: draft.whole && isAscending(draft.observations),
    verifyCall: stretch(Number.isNaN(draft.sent) ? begun : draft.sent, verifyEnd),
    notifyCall: stretch(
      Number.isNaN(draft.notifySent) ? draft.notifyStarted : draft.notifySent,
      draft.notified,
    ),
    verifiedAt: draft.verified,
    notifiedAt: draft.notifyStarted,
    verdict: draft.verdict,
    reachedVerify: !Number.isNaN(draft.returned) && !draft.failed,
    reachedNotify: !Number.isNaN(draft.notified) && !draft.notifyFailed,
  };
}

function stretch(from: number, to: number): { readonly from: number; readonly to: number } | null {
  return from <= to ? { from, to } : null;
}
