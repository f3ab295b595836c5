import { expect, it } from "vitest";
import { netFailure } from "../../../../processors/observations/net-failure.ts";

it.each([
  ["System.Net.WebException: Unable to connect to the remote server ---> x", "cannot-connect"],
  ["The remote name could not be resolved: 'manage.microsoft.com'", "name-not-resolved"],
  ["The request was aborted: Could not create SSL/TLS secure channel.", "tls-failure"],
  ["The operation has timed out", "timed-out"],
  ["The underlying connection was closed: An unexpected error occurred on a send.", "connection-lost"],
  ["The remote server returned an error: (407) Proxy Authentication Required.", "http-refused"],
  ["The challenge has timed out of date", null],
])("%s", (text, reason) => {
  expect(netFailure(text)).toBe(reason);
});
