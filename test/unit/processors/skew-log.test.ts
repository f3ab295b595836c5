import { expect, it } from "vitest";
import type { Evidence, Observation, Request } from "../../../processors/contract/index.ts";
import { createSkewLog } from "../../../processors/skew-log.ts";
import { requestOf } from "./causes/request-of.ts";
import { observed, row } from "../../support/observed.ts";

/** A request whose device's clock is ahead of the server's by `skewMs`. */
function request(skewMs: number, given: Parameters<typeof observed>[2] = {}): Request {
  const observations: readonly Observation[] = [
    row("contact.pki-operation", { endAt: 5400, tookMs: 400 }),
    observed("android-device", "contact.device-request", { host: "phone1", at: 5100 + skewMs, ...given }),
    observed("android-device", "deliver.reply", { host: "phone1", at: 5500 + skewMs, ...given }),
  ];
  const evidence = observations.map((observation): Evidence => {
    return { observation, stage: 2, grade: "key", why: "test" };
  });
  return requestOf(evidence, { host: "ndes01" });
}

function clocksOf(requests: readonly Request[]) {
  const log = createSkewLog();
  for (const each of requests) log.note(each);
  return log.clocks("ndes01");
}

it("a clock is the median of its pairs, so one bad pair does not move it", () => {
  const [found] = clocksOf([request(60_000), request(60_010), request(-900_000)]);
  expect(found).toEqual({ name: "phone1", skewMs: 60_000, pairs: 3 });
});

it.each([
  { name: "two pairs are too few", requests: [request(60_000), request(60_000)] },
  {
    name: "a local clock without a zone tells nothing",
    requests: Array.from({ length: 5 }, () => request(60_000, { trust: "zone-unknown" })),
  },
  {
    name: "a host is not compared with itself",
    requests: Array.from({ length: 5 }, () => request(60_000, { host: "ndes01" })),
  },
])("$name", ({ requests }) => {
  expect(clocksOf(requests)).toEqual([]);
});
