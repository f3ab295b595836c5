import { expect, it } from "vitest";
import type { Evidence, Observation, Request } from "../../../../processors/contract/index.ts";
import { createSkewLog } from "../../../../processors/judge/skew-log.ts";
import { requestOf } from "../causes/request-of.ts";
import { observed, row } from "../../../support/observed.ts";

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

/** A certificate as its server got it in a final request, and as its CA says that it issued it. */
const got = (serialNumber: string, host = "ndes01"): Request => {
  const observations: readonly Observation[] = [
    observed("plugin", "verify.finished", { host, at: 5000 }),
    observed("plugin", "report.started", { host, at: 5200, keys: { serialNumber } }),
  ];
  return requestOf(
    observations.map((observation): Evidence => ({ observation, stage: 4, grade: "exact", why: "test" })),
    { host },
  );
};
const issued = (serialNumber: string, at: number, host = "ca01"): Observation =>
  observed("ca", "issue.issued", { host, at, keys: { serialNumber } });

it.each([-7_200_000, 7_200_000])(
  "a certificate that server and CA tell of is a pair by its serial number, %d ms apart and whoever is heard first",
  (skewMs) => {
    const log = createSkewLog();
    for (const serial of ["a1", "b2"]) {
      log.observe(issued(serial, 5100 + skewMs));
      log.note(got(serial));
    }
    log.note(got("c3"));
    expect(log.clocks("ndes01")).toEqual([]);
    log.observe(issued("c3", 5100 + skewMs));
    expect(log.clocks("ndes01")).toEqual([{ name: "ca01", skewMs, pairs: 3 }]);
  },
);

it("certificates of others, of a CA on the same host, and those of which nobody else tells are no pairs, however many", () => {
  const log = createSkewLog();
  for (let index = 0; index < 2000; index += 1) {
    log.observe(issued(`a${index}`, 5100));
    log.observe(issued(`c${index}`, 9_000_000, "ndes01"));
    log.note(got(`b${index}`));
    log.note(got(`c${index}`));
  }
  expect(log.clocks("ndes01")).toEqual([]);
  const { issued: kept, awaited } = log.save().serials;
  const sizes = (tellers: typeof kept) => [...tellers].map(([host, told]) => [host, told.size]);
  expect(sizes(kept)).toEqual([["ca01", 100]]);
  expect(sizes(awaited)).toEqual([["ndes01", 100]]);
});

it("certificates of a CA far ahead that nobody asks for do not keep those of another CA out", () => {
  const log = createSkewLog();
  const month = 30 * 86_400_000;
  for (let index = 0; index < 600; index += 1) log.observe(issued(`x${index}`, month, "ca02"));
  for (const serial of ["a1", "b2", "c3"]) log.observe(issued(serial, 7_205_100));
  for (const serial of ["a1", "b2", "c3"]) log.note(got(serial));
  expect(log.clocks("ndes01")).toEqual([{ name: "ca01", skewMs: 7_200_000, pairs: 3 }]);
});

it("a CA too many takes the place of the one that has been silent longest", () => {
  const log = createSkewLog();
  for (let index = 0; index < 64; index += 1) log.observe(issued(`x${index}`, 5100, `ca${index}`));
  log.observe(issued("y0", 5100, "ca0"));
  log.observe(issued("z", 5100, "ca64"));
  const hosts = [...log.save().serials.issued.keys()];
  expect(hosts).toHaveLength(64);
  expect(hosts).not.toContain("ca1");
  expect(hosts.slice(-2)).toEqual(["ca0", "ca64"]);
});
