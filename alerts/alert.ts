import type { Severity } from "../processors/contract/index.ts";
import type { AlertName } from "./usual.ts";

/** As Prometheus writes them, in one unit: `90s`, `10m`, `6h`, `30d`. */
export type Duration = `${number}${"s" | "m" | "h" | "d"}`;

/** What can be chosen for an alert without editing a rule. The name of a number says its unit; an alert has those that its expression reads. */
export interface Numbers {
  readonly severity: Severity;
  /** How long the condition must hold. */
  readonly for: Duration;
  /** What is looked back at. */
  readonly window?: Duration;
  /** The second, shorter window of a burn rate: the trouble must still be there. */
  readonly recent?: Duration;
  /** How old, late or slow something must be. */
  readonly age?: Duration;
  /** From so many on. */
  readonly count?: number;
  /** Part of the whole, above 0 and up to 1. */
  readonly share?: number;
  /** So many times faster than the goal allows the budget of failures is used. */
  readonly factor?: number;
  /** Where less than this happens nothing is concluded. */
  readonly volume?: number;
  readonly bytes?: number;
}

/** The same in an expression: what an alert does not have is never read by it. */
export type Chosen = Required<Numbers>;

/** What the operator promises to the users of the devices. */
export interface Goal {
  /** Part of the decided requests that succeed. */
  readonly successShare: number;
  /** A certificate is there within so many seconds: a bound of a bucket of `scep_request_duration_seconds`. */
  readonly certificateSeconds: number;
  /** Part of the requests that succeed within that time. */
  readonly certificateShare: number;
}

/** What is the same for all rules. */
export interface Site {
  /** Where the page is, without a slash at its end. */
  readonly pageUrl: string;
  /** Where runbooks are; by name of the alert behind a slash. */
  readonly runbookUrl: string;
  /** Where dashboards are; by uid behind a slash. Empty: there are none. */
  readonly dashboardUrl: string;
  /** Name of the scrape job. */
  readonly job: string;
  /** How often rules are evaluated. */
  readonly interval: Duration;
  readonly goal: Goal;
}

/** Which requests the link leads to. A value that begins with `$` is the alert's label of this name. */
export interface Link {
  readonly outcome?: "failed" | "open";
  readonly stage?: string;
  readonly cause?: string;
  /** Requests that began so long ago, or later; left out: all. */
  readonly since?: Duration;
}

/** One thing that somebody is told of. */
export interface Alert {
  readonly name: AlertName;
  /** Who it concerns: the servers that issue certificates, or this pipeline. */
  readonly part: "servers" | "pipeline";
  /** Labels that are left of the metrics: one alert for each combination. */
  readonly by: readonly string[];
  /** Id in the failure catalogue, as the label `cause`; null: the expression has that label itself, or there is none. */
  readonly cause: string | null;
  /** Entries of the failure catalogue that its runbook explains. */
  readonly about: readonly string[];
  readonly expression: (numbers: Chosen, site: Site) => string;
  /** Template of Prometheus: who, and what, in one line. It holds for as long as the alert fires: what is counted over a window stands in the past. */
  readonly summary: string;
  /** Template: what was measured; `{window}` stands for the alert's own, in words behind "the last". */
  readonly now: string;
  /** Null: no request is behind it. */
  readonly link: Link | null;
  readonly runbook: Runbook;
}

type PipelineAlert = Omit<Alert, "part" | "cause" | "about" | "link"> &
  Partial<Pick<Alert, "cause" | "about">>;

/** One that concerns this pipeline: no request is behind it, and seldom an entry of the failure catalogue. */
export function ofPipeline(given: PipelineAlert): Alert {
  return { part: "pipeline", cause: null, about: [], link: null, ...given };
}

/** Sentences for the page that a pager links to. The steps come from the failure catalogue where it describes the trouble. */
export interface Runbook {
  readonly meaning: string;
  readonly impact: string;
  readonly check: readonly string[];
  readonly steps: readonly string[];
  readonly fixed: string;
}

/** A series that is made of others, for rules and dashboards. */
export interface Recording {
  readonly record: string;
  readonly expression: (site: Site) => string;
  readonly meaning: string;
}
