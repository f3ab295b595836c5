/**
 * Why the system did not do something with a file or folder, in words: the end of a sentence, or what stands behind a path. What is not known here is given as it was said, without the
 * system's code.
 */
export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = codeOf(error);
  // What is in the way may be a part of the path that was asked for.
  if (code === "EEXIST" && "path" in error) return `"${String(error.path)}" is a file`;
  return words.get(code) ?? error.message.replace(/^[A-Z\d]+: /, "");
}

/** By which the system names what went wrong; empty: it is no error of the system. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

const words: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "it does not exist"],
  ["EISDIR", "it is a folder"],
  ["ENOTDIR", "a part of its path is not a folder"],
  ["EACCES", "this user has no right to it"],
  ["EPERM", "the system does not allow it"],
  ["EROFS", "its disk can only be read"],
  ["ENOSPC", "its disk is full"],
  ["EIO", "its disk reported an error"],
  ["EBUSY", "another program has it"],
  ["EMFILE", "too many files are open"],
  ["ELOOP", "its symbolic links lead nowhere"],
  ["ENAMETOOLONG", "its name is too long"],
]);
