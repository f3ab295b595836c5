import type { Platform } from "../scenario.ts";

export type Outcome = "succeeded" | "failed" | "open" | "unknown";

export interface Status {
  readonly status: number;
  readonly substatus: number;
  readonly win32: number;
}

/** Device to NDES. */
export interface Contact {
  /** Answer to GetCACaps and GetCACert; `null`: they are not sent, or leave no row. */
  readonly gets: Status | null;
  /** Row of the PKIOperation call; `null`: none. */
  readonly operation: Status | null;
  /** What HTTP.sys logs in place of the row. */
  readonly httpError: {
    readonly status: string;
    readonly reason: string;
    readonly of: "get" | "operation";
  } | null;
  /** Event of the NDES Application log inside the call. */
  readonly ndesEvent: number | null;
}

/** NDES to the registration point, and its verdict. */
export interface Verify {
  readonly passes: boolean;
  /** What the CRP writes between "Started" and "Finished"; `null`: it is never reached, or says nothing. */
  readonly crp: readonly CrpLine[] | null;
  /** Row of the VerifyRequest call; `null`: none. */
  readonly row: Status | null;
  /** What the plug-in writes after "Sending request". */
  readonly plugin: readonly string[];
  /** HRESULT of "Exiting VerifyRequest"; `null`: the run never ends in the log. */
  readonly exit: string | null;
  readonly ndes29: boolean;
  /** ErrorCode in event 4005. */
  readonly unifiedError: string;
}

export interface CrpLine {
  readonly level: "Information" | "Error";
  readonly text: string;
  /** Slow step. */
  readonly slow?: boolean;
}

/** NDES to the CA. */
export interface Issue {
  readonly passes: boolean;
  readonly hresult: string;
  readonly words: string;
  readonly caEvent: 4887 | 4888 | 4889 | null;
  readonly ndes31: boolean;
}

/** NDES to the connector, the connector to Intune. */
export interface Report {
  readonly row: Status;
  readonly exit: string;
  /** The CRP drops a status file. */
  readonly drops: boolean;
  readonly folder: "Processing" | "Succeed" | "Failed";
  /** Connector events in order; 4000 to 4002 go to the Admin channel. */
  readonly unified: readonly number[];
}

/** What the device's own log tells at the end. */
export type DeviceEnd =
  | "installed"
  | "waits"
  | "install-failed"
  | "refused"
  | "unreachable"
  | "profile-rejected"
  | "root-missing"
  | "chain-missing"
  | "silent";

/** One way a request can go. */
export interface Course {
  readonly name: string;
  /** Id in the failure catalogue. */
  readonly cause: string | null;
  readonly outcome: Outcome;
  readonly failedStage: number | null;
  /** Empty: every platform. */
  readonly platforms: readonly Platform[];
  /** Only told by the device's own log, which is therefore in the bundle. */
  readonly needsDeviceLog: boolean;
  /** The device went to a server whose logs are not in the bundle: nothing else could be joined with the device's log. */
  readonly serverElsewhere: boolean;
  readonly generations: "both" | "legacy" | "unified";
  readonly contact: Contact;
  /** `null`: the request does not come so far. */
  readonly verify: Verify | null;
  readonly issue: Issue | null;
  readonly report: Report | null;
  readonly device: DeviceEnd;
  /** The worker process dies while the request is inside of it. */
  readonly crashes: boolean;
}
