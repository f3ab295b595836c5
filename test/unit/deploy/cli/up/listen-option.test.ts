import { expect, test } from "vitest";
import { errorText } from "../../../../../deploy/cli/print-error.ts";
import { withListen } from "../../../../../deploy/cli/up/listen-option.ts";
import { parseConfig } from "../../../../../deploy/config/index.ts";

const config = parseConfig("listen: { host: 127.0.0.2, port: 1 }", "c");

test.each([
  ["8710", "127.0.0.2", 8710],
  [":8710", "127.0.0.2", 8710],
  ["0", "127.0.0.2", 0],
  ["127.0.0.1:8710", "127.0.0.1", 8710],
  ["ndes01.contoso.test:8710", "ndes01.contoso.test", 8710],
  ["ndes01.contoso.test.:8710", "ndes01.contoso.test.", 8710],
  ["[::1]:8710", "[::1]", 8710],
  ["::1:8710", "::1", 8710],
])("%s is a form of --listen: host %s, port %d", (value, host, port) => {
  expect(withListen(config, value).listen).toEqual({ host, port });
});

test.each([
  ...["", "127.0.0.1", "127.0.0.1:", "nowhere", " 8710", "99999", "127.0.0.1:99999", "-1"],
  ...["http://127.0.0.1:8710", "[::1:8710", "::1]:8710", "a b:8710", "*:8710", "/x:8710", "me@ndes01:8710"],
])('--listen "%s" is refused, and the forms are named', (value) => {
  expect(textOf(() => withListen(config, value))).toMatch(
    /is no address \[usage\.option-value\]\nWhat to do: write HOST:PORT.*\[::1\]:8643, or only the port/,
  );
});

function textOf(call: () => void): string {
  try {
    call();
    return "it was taken";
  } catch (error) {
    return errorText(error, null);
  }
}
