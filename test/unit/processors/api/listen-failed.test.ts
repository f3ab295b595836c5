import { expect, test } from "vitest";
import { toListenFailed } from "../../../../processors/api/listen-failed.ts";

const systemError = (code: string): Error => Object.assign(new Error(`listen ${code}`), { code });

test.each([
  ["EADDRINUSE", "listen.in-use"],
  ["EACCES", "listen.not-allowed"],
  ["EPERM", "listen.not-allowed"],
  ["EADDRNOTAVAIL", "listen.no-address"],
  ["ENOTFOUND", "listen.no-address"],
  ["EMFILE", "listen.failed"],
])("%s is %s, with the place and what to do", (system, code) => {
  const failed = toListenFailed(systemError(system), "127.0.0.1:8643");
  expect(failed).toMatchObject({ code, remedy: expect.stringMatching(/\w/) });
  expect(failed.message).toContain("127.0.0.1:8643");
});
