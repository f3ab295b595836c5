import { expect, test } from "vitest";
import { linkUrl } from "../../../../deploy/notify/link-url.ts";

test.each([
  ["http://0.0.0.0:8643", "http://ndes01:8643"],
  ["http://[::]:8643", "http://ndes01:8643"],
  ["http://127.0.0.1:8643", "http://127.0.0.1:8643"],
  ["http://10.0.0.0:8643", "http://10.0.0.0:8643"],
])("a link to the page at %s leads to %s", (url, link) => {
  expect(linkUrl(url, "ndes01")).toBe(link);
});
