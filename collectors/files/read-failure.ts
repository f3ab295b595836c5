import type { SkipReason } from "./bundle.ts";

/** Reading a file failed in the outside world: `reason` is the closed word, `message` what the system says. */
export interface ReadFailure extends Error {
  readonly reason: SkipReason;
}

export function readFailure(reason: SkipReason, cause: unknown): ReadFailure {
  return Object.assign(new Error(osReason(cause), { cause }), { reason });
}

export function isReadFailure(error: unknown): error is ReadFailure {
  return error instanceof Error && "reason" in error;
}

/** The operating system's error in plain words. */
export function osReason(error: unknown): string {
  const code = codeOf(error);
  return wordsOfCode.get(code) ?? (error instanceof Error ? error.message : String(error));
}

export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

const wordsOfCode: ReadonlyMap<string, string> = new Map([
  ["EACCES", "permission denied"],
  ["EPERM", "operation not permitted"],
  ["ENOENT", "does not exist (any more)"],
  ["EISDIR", "is a folder"],
  ["ENOTDIR", "a part of its path is not a folder"],
  ["ELOOP", "too many symbolic links"],
  ["EIO", "the disk reported a read error"],
  ["EBUSY", "in use by another program"],
  ["EMFILE", "too many open files"],
  ["ENAMETOOLONG", "its name is too long"],
]);
