import { hash } from "node:crypto";

/** The trace of a request. It depends on the request's id alone: read again, a request is sent under the ids that it had. */
export function traceIdOf(requestId: string): string {
  return hash("sha256", `scepscope trace ${requestId}`).slice(0, 32);
}

/** A span of that trace; `part`: `request`, the number of a stage, or what was late. */
export function spanIdOf(requestId: string, part: string): string {
  return hash("sha256", `scepscope span ${part} ${requestId}`).slice(0, 16);
}
