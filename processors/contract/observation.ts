/** The six steps of a SCEP deployment, and 0 for what belongs to whatever its run is doing. */
export type Stage = 1 | 2 | 3 | 4 | 5 | 6;

/** Who wrote the record that an observation comes from. */
export const writers = [
  "iis", // access log of the site
  "httperr", // HTTP.sys
  "plugin", // NDESPlugin.log, the legacy policy module
  "crp", // certificate registration point, svclog
  "uploader", // NDESConnector, svclog
  "connector", // unified connector, event channels
  "legacy-connector", // "Microsoft Intune Connector" event channel
  "ndes", // the NDES service, Application log
  "ca", // certification authority, Security and Application log
  "system", // WAS, Application Error, ASP.NET
  "status-file", // CertificateRequestStatus
  "windows-device",
  "android-device",
  "apple-device",
  "other",
] as const;
export type Writer = (typeof writers)[number];

/** What a record says, in one vocabulary over both connector generations. First word: the stage. */
export const kinds = [
  // 1 the profile reaches the device
  "profile.received",
  "profile.rejected",
  "profile.root-state", // facts.state
  "profile.checked", // the device looked for work; facts.count
  // 2 the device contacts NDES
  "contact.capabilities", // IIS row of GetCACaps
  "contact.ca-certificate", // IIS row of GetCACert
  "contact.pki-operation", // IIS row of PKIOperation
  "contact.probe", // bare GET of mscep.dll
  "contact.other", // another row on an mscep path
  "contact.http-error", // HTTP.sys refused or lost it
  "contact.device-call", // the device says it calls NDES, or got its answer
  "contact.device-request", // the device made its PKCSReq
  "contact.device-failed", // the device could not reach or use NDES
  "contact.unreadable", // NDES 16, 17, 18
  // 3 the challenge is verified
  "verify.received", // connector 4003
  "verify.started",
  "verify.returned", // plugin: "Verify challenge returns"; facts.verdict
  "verify.phase", // crp: "Validation Phase n finished"; facts.verdict
  "verify.failed", // an error inside of verification; facts.code or facts.reason
  "verify.finished", // plugin "Exiting VerifyRequest", crp "VerifyRequest Finished", connector 4004/4005
  "verify.call", // IIS row of VerifyRequest
  "verify.refused", // NDES 29
  // 4 the CA issues
  "issue.received", // CA 4886
  "issue.issued", // CA 4887, 6; connector 4006
  "issue.denied", // CA 4888, 7, 53; connector 4007
  "issue.pending", // CA 4889, 8
  "issue.failed", // CA 21, 22; NDES 31
  // 5 the device gets it
  "deliver.reply", // the device read the CertRep; facts.pkiStatus
  "deliver.state", // facts.state
  "deliver.installed",
  "deliver.failed",
  // 6 the connector reports
  "report.started", // plugin "Calling Notify", crp "Notify Started"
  "report.finished", // plugin "Exiting Notify", crp "Notify Finished"
  "report.call", // IIS row of Notify
  "report.queued", // crp: "Dropping file"; facts.fileName
  "report.status-file", // facts.folder
  "report.entry", // uploader: one entry of a batch, with user and device
  "report.batch", // uploader: batch uploaded or failed
  "report.completed", // connector 4008
  "report.retrying", // connector 4009, legacy 20302
  "report.failed", // connector 4002, 4010, legacy 20602
  "report.result", // connector Admin 4000; 4001, in stage 4: what it reports is that nothing was issued (ScepRequestIssuedFailure)
  // as its thread run: the stage follows from what the run is doing
  "run.sent", // plugin: "Sending request to certificate registration point."
  "run.failed", // plugin: "Failed to send http request"; facts.code, facts.path
  "run.note", // any other text of a known writer
  // the host
  "host.service-started",
  "host.service-failed", // NDES 2, 10, 53
  "host.service-stopped",
  "host.pool-crashed", // WAS 5009, 5010, 5011: one for each death of a worker process; facts.queue
  "host.pool-stopped", // WAS 5002, 5021, 5057, 5059; facts.queue
  "host.worker-crashed", // Application Error 1000 for w3wp: the same death again, without the pool's name
  "host.web-event", // ASP.NET 1310 and the like
  "host.connector-started",
  "host.connector-stopped",
  "host.connector-event", // other legacy connector ids; facts.eventId
  "host.events-lost", // our own word between events: some were overwritten, or a log was begun anew; facts.count, records
  "host.health", // CA health and other host-level records worth keeping; no request
] as const;
export type Kind = (typeof kinds)[number];

/** GetCACaps or GetCACert: what a device asks for before it sends its request. */
export function isCallBefore(kind: Kind): boolean {
  return kind === "contact.capabilities" || kind === "contact.ca-certificate";
}

/** Strong keys join; weak keys only narrow a choice. */
export const strongKeyTypes = [
  "transactionId", // hex: upper case; others exactly as written
  "thumbprint", // SHA-1 of a certificate, 40 upper-case hex
  "serialNumber", // lower-case hex without leading zeros; issuer unknown in most logs
  "activityId", // GUID, lower case, never all zero, never from CA events
  "connectorRequestId",
  "caRequestId", // `<ca host>/<decimal>`
  "publicKeyHash", // SHA-1 of the SubjectPublicKey BIT STRING = SKI, 40 lower-case hex
  "spkiHash", // SHA-1 of the DER SubjectPublicKeyInfo, 40 lower-case hex (a jscep transaction id is this, in upper case)
  "statusFile", // `<host>/<FILE NAME>`, upper case
  "deviceAttempt", // CorrelationGuid of Windows 309, lower case
] as const;
export const weakKeyTypes = ["deviceId", "userId", "profileId", "clientIp", "userAgent", "subject"] as const;
export type StrongKeyType = (typeof strongKeyTypes)[number];
export type WeakKeyType = (typeof weakKeyTypes)[number];
export type KeyType = StrongKeyType | WeakKeyType;

export interface Key {
  readonly type: KeyType;
  readonly value: string;
}

/** What else a record says, where it says it. Text is hostile: escape it wherever it is shown. */
export interface Facts {
  /** Verdict of a verification step. */
  readonly verdict?: boolean;
  /** HRESULT as `0x` and 8 lower-case hex digits, or a decimal WinHTTP error such as `12175`. */
  readonly code?: string;
  /** A closed word for a failure that its text names: see `failureReasons`. */
  readonly reason?: string;
  readonly method?: string;
  /** SCEP operation that an HTTP.sys row names, lower case: getcacaps, getcacert, pkioperation. */
  readonly operation?: string;
  readonly path?: string;
  readonly status?: number;
  readonly substatus?: number;
  readonly win32?: number;
  /** HTTP.sys reason phrase, such as AppOffline. */
  readonly httpReason?: string;
  readonly queue?: string;
  /** SCEP message type: 3 CertRep, 17 RenewalReq, 19 PKCSReq, 20 CertPoll. */
  readonly messageType?: string;
  /** 0 success, 2 failure, 3 pending. */
  readonly pkiStatus?: string;
  readonly failInfo?: string;
  readonly state?: string;
  readonly previousState?: string;
  readonly folder?: "processing" | "succeed" | "failed" | "unknown";
  readonly fileName?: string;
  readonly eventId?: number;
  /** A channel numbers its events one by one: a number that is missing is an event that was lost. Told by the unified connector's. */
  readonly eventRecordId?: number;
  readonly count?: number;
  readonly phase?: number;
  /** NDES host that a CA event names (`ccm:`), lower case. */
  readonly ndesHost?: string;
  readonly platform?: Platform;
  /** End of validity of a certificate, ms UTC. */
  readonly notAfter?: number;
  /** At most 400 characters of the record's own words. */
  readonly text?: string;
}

export const platforms = ["android", "ios", "windows", "macos", "unknown"] as const;
export type Platform = (typeof platforms)[number];

/**
 * How far a time can be trusted: written as UTC; a local clock moved by a zone that was given or inferred, or by one of two offsets that the zone has in the hour in which
 * it is put back or forward; not at all.
 */
export const timeTrusts = [
  "utc",
  "zone-given",
  "zone-inferred",
  "zone-doubtful",
  "zone-unknown",
  "time-of-day",
  "none",
] as const;
export type TimeTrust = (typeof timeTrusts)[number];

/** What a time stands on that may be wrong by hours though it is shown as UTC, the least doubt first. */
export const doubtfulTrusts = ["zone-inferred", "zone-doubtful", "zone-unknown"] as const;
export type DoubtfulTrust = (typeof doubtfulTrusts)[number];

/** What one record says in our vocabulary. Plain data. */
export interface Observation {
  readonly host: string;
  readonly writer: Writer;
  readonly kind: Kind;
  /** 0: as its run. */
  readonly stage: Stage | 0;
  readonly outcome: "none" | "ok" | "failed" | "pending";
  /** When it happened (a row: when the call *ended*): in [at, at + resolutionMs). Null only with trust `none` or `time-of-day`. */
  readonly at: number | null;
  /** 1000 for IIS and HTTPERR, 1 for CMTrace, 0 for finer clocks. */
  readonly resolutionMs: number;
  readonly trust: TimeTrust;
  /** For rows of finished calls: the call began this long before it ended; else -1. */
  readonly durationMs: number;
  /** Thread of the writer, unique per host and writer (`1256`, `4321/9`); `""` when not told. */
  readonly thread: string;
  readonly keys: readonly Key[];
  readonly facts: Facts;
  /** The record itself. */
  readonly fileId: string;
  readonly offset: number;
  readonly length: number;
}
