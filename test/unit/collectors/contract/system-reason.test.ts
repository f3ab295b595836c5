import { expect, test } from "vitest";
import { systemReason } from "../../../../collectors/contract/index.ts";

test.each([
  ["ENOENT", "no such file or directory, open 'a'", "it does not exist"],
  ["EACCES", "permission denied, open 'a'", "this user has no right to it"],
  ["ENOSPC", "no space left on device, write", "its disk is full"],
  ["EIO", "i/o error, read", "its disk reported an error"],
  ["ENOTDIR", "not a directory, scandir 'a'", "a part of its path is not a folder"],
  ["E2BIG", "argument list too long", "argument list too long"],
])("what the system says with %s is told in words, and never with its code", (code, message, told) => {
  expect(systemReason(Object.assign(new Error(`${code}: ${message}`), { code }))).toBe(told);
});
