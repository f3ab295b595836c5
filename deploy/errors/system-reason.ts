/** Why the system did not do something with a file or folder, in words: the end of a sentence. What is not known here is given as the system says it, without its code. */
export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  // What is in the way may be a part of the path that was asked for.
  if (code === "EEXIST" && "path" in error) return `"${String(error.path)}" is a file`;
  return words.get(code) ?? error.message.replace(/^[A-Z\d]+: /, "");
}

const words: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "it does not exist"],
  ["EISDIR", "it is a folder"],
  ["ENOTDIR", "a part of its path is a file"],
  ["EACCES", "this user has no right to it"],
  ["EPERM", "the system does not allow it"],
  ["EROFS", "its disk can only be read"],
  ["ENOSPC", "its disk is full"],
  ["EBUSY", "another program has it"],
  ["ELOOP", "its symbolic links lead nowhere"],
  ["ENAMETOOLONG", "its name is too long"],
]);
