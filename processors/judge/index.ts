/** Front door of the judge: the cause of a request, and the troubles of its host, from all that the host's records say. */
export { createJudge } from "./judge.ts";
export type { Judge, Judged, JudgeState } from "./judge.ts";
