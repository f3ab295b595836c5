import { systemReason } from "../contract/index.ts";
import type { SkipReason } from "./bundle.ts";

/** Reading a file failed in the outside world: `reason` is the closed word, `message` what the system says. */
export interface ReadFailure extends Error {
  readonly reason: SkipReason;
}

export function readFailure(reason: SkipReason, cause: unknown): ReadFailure {
  return Object.assign(new Error(systemReason(cause), { cause }), { reason });
}

export function isReadFailure(error: unknown): error is ReadFailure {
  return error instanceof Error && "reason" in error;
}
