import { describe, expect, it } from "vitest";
import { caRequests } from "../../../../../processors/requests/runs/ca-requests.ts";
import { caIssued, inFiles, observed } from "../../../../support/observed.ts";

describe("requests of a CA", () => {
  it("are the events of one RequestId, in order of their start", () => {
    const [received, issued] = caIssued(7, 0);
    const events = inFiles([received, ...caIssued(8, 10), issued].flatMap((one) => one ?? []));
    const { requests, loose } = caRequests(events);
    expect(requests.map((one) => [one.observations.length, one.whole])).toEqual([
      [2, true],
      [2, true],
    ]);
    expect(loose).toEqual([]);
  });

  it.each([
    { name: "received only", keep: [0] },
    { name: "decided only", keep: [1] },
  ])("are not whole when one end is missing: $name", ({ keep }) => {
    const events = caIssued(7, 0).filter((_, index) => keep.includes(index));
    expect(caRequests(inFiles(events)).requests.map((one) => one.whole)).toEqual([false]);
  });

  it("of two CAs with one number are two", () => {
    const events = [...caIssued(7, 0, { host: "ca01" }), ...caIssued(7, 0, { host: "ca02" })];
    expect(caRequests(inFiles(events)).requests).toHaveLength(2);
  });

  it("name the host that called, wherever one of their events does", () => {
    const [received, issued] = caIssued(7, 0);
    const events = [received, issued].flatMap((one) => (one === undefined ? [] : [one]));
    const bare = events.map((one, index) => (index === 0 ? { ...one, facts: { eventId: 4886 } } : one));
    expect(caRequests(inFiles(bare)).requests.map((one) => one.ndesHost)).toEqual(["ndes01"]);
  });

  it("leave events without a RequestId loose", () => {
    const { requests, loose } = caRequests(inFiles([observed("ca", "issue.failed", { outcome: "failed" })]));
    expect([requests.length, loose.length]).toEqual([0, 1]);
  });
});
