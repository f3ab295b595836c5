export { iisColumnsNeeded } from "./iis-columns.ts";
export { rejectReasons } from "./reject.ts";
export type { RejectReason } from "./reject.ts";
export { wasTooLong } from "./refused-length.ts";
export { offsetBetween } from "./offset-between.ts";
export { newestEvent } from "./newest-event.ts";
export { failingOnce } from "./failing-once.ts";
export { outcomes } from "./request.ts";
export {
  doubtfulTrusts,
  isCallBefore,
  kinds,
  platforms,
  strongKeyTypes,
  timeTrusts,
  weakKeyTypes,
  writers,
} from "./observation.ts";
export type {
  DoubtfulTrust,
  Facts,
  Key,
  KeyType,
  Kind,
  Observation,
  Platform,
  Stage,
  StrongKeyType,
  TimeTrust,
  WeakKeyType,
  Writer,
} from "./observation.ts";
export type {
  Candidate,
  Evidence,
  Generation,
  Grade,
  Outcome,
  Request,
  StageStatus,
  StageView,
} from "./request.ts";
export { severities } from "./causes.ts";
export type { Cause, Claim, ClaimCause, FailedStart, HostActivity, Problem, Severity } from "./causes.ts";
export type {
  Analysis,
  AnalysisCandidate,
  AnalysisEvidence,
  AnalysisHost,
  AnalysisKeys,
  AnalysisRejected,
  AnalysisRequest,
  AnalysisSource,
  AnalysisStage,
} from "./analysis.ts";
export {
  isDoubtful,
  timedRecords,
  trustOfBegin,
  trustOfMoment,
  withDoubt,
  worstOf,
} from "./doubtful-time.ts";
export { toAnalysisRequest } from "./analysis-request.ts";
export type {
  ApiCause,
  ApiHost,
  ApiNote,
  ApiRequest,
  ApiRequestChange,
  ApiRequestDetail,
  ApiIncomplete,
  ApiRequestList,
  ApiSource,
  SeenCause,
} from "./api.ts";
export { toApiChange, toApiDetail, toApiHost, toApiRequest } from "./api-views.ts";
export { clientOf } from "./client-of.ts";
export { counted, grouped } from "./counted.ts";
export { createDeviceTally } from "./device-tally.ts";
export type { DeviceCount, DeviceTally } from "./device-tally.ts";
export { codeParts, markdownOf } from "./marked-code.ts";
export { isoTime } from "./iso-time.ts";
export { shownProblem } from "./shown-problem.ts";
export { withoutMessage } from "./without-message.ts";
export { isLoopback } from "./loopback.ts";
export { isScepPool } from "./scep-pool.ts";
export { clockOffsetMs, isSilent, lastHeard } from "./silence.ts";
export { toStoredRequest } from "./stored-request.ts";
export type { StoredRequestFacts } from "./stored-request.ts";
export { rebuildingPiece } from "./rebuilding-piece.ts";
export { BadCursor, StoreFailed, StoreFenced } from "./store-failures.ts";
export type { StoreTrouble } from "./store-failures.ts";
export {
  fleetMetrics,
  healthMetrics,
  hostMetrics,
  metrics,
  readMetrics,
  requestMetrics,
  runtimePrefixes,
  sourceMetrics,
} from "./metrics.ts";
export type { Answer, Label, Metric, Receiver, ResetReason, TraceFate, Values, Zeros } from "./metrics.ts";
export type {
  Change,
  Checkpoint,
  Commit,
  EvidenceNote,
  HostSource,
  HostView,
  KeptPartition,
  Lookup,
  OutcomeCounts,
  Named,
  Owned,
  RequestNames,
  RequestFilter,
  Saved,
  Steps,
  Store,
  StoredRequest,
  Summary,
  TimelineFilter,
} from "./store.ts";
