import type { DoubtfulTrust, Stage } from "./observation.ts";
import type { Request } from "./request.ts";

/** The worst first. */
export const severities = ["critical", "warning", "info"] as const;
export type Severity = (typeof severities)[number];

/** One entry of the failure catalogue: the only place where its texts live. */
export interface Cause {
  /** `<stage word>.<noun-phrase>`, stable. */
  readonly id: string;
  /** 0: the host as a whole. */
  readonly stage: Stage | 0;
  readonly severity: Severity;
  readonly scope: "request" | "host";
  readonly title: string;
  /** Which observations, within which window, claim it. */
  readonly signal: string;
  readonly why: string;
  /** Ordered. What is typed into a shell stands between backticks. */
  readonly steps: readonly string[];
  /** Title of the document that the facts come from. */
  readonly source: string;
}

/** A cause claimed for one request, with the alternatives that its signal leaves open, likeliest first. */
export interface Claim {
  readonly cause: Cause;
  /** What in this request's evidence claims it, in words. */
  readonly because: string;
  readonly alternatives: readonly { readonly cause: Cause; readonly tellApart: string }[];
}

/** What the host did around a moment; the order of alternatives follows from it. */
export interface HostActivity {
  /** Verifications of other requests that passed and were refused within five minutes. */
  readonly verifiedNear: number;
  readonly refusedNear: number;
  /** The calls of devices around it came from one address and program only: perhaps a single device that tries again. Left out: from several, or no row tells. */
  readonly isOneCaller?: true;
  /** Kinds and ids of host-level observations within five minutes: `host.pool-crashed`, `host.web-event/1310`, … */
  readonly signals: ReadonlySet<string>;
  /** NDES had failed to start within five minutes before, or as the request came, and has not started since. */
  readonly failedStart?: FailedStart;
  /** Newest time that any log of the host reaches, ms UTC: what is late is late against this. Absent: nothing more will come. */
  readonly newestAt?: number;
}

/** An event of NDES that says why it could not start. */
export interface FailedStart {
  readonly eventId: number;
  readonly code?: string;
}

/** Something wrong with the host rather than with one request. */
export interface Problem {
  readonly host: string;
  readonly cause: Cause;
  readonly count: number;
  /** ms UTC. */
  readonly oldest: number | null;
  /** What is doubtful of that time; left out: nothing, or it was kept before that was noted. */
  readonly oldestTrust?: DoubtfulTrust;
  readonly because: string;
}

export type ClaimCause = (request: Request, activity: HostActivity) => Claim | null;
