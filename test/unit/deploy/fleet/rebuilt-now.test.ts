import { expect, test } from "vitest";
import { rebuiltNow } from "../../../../deploy/fleet/rebuilt-now.ts";

const at = "1 cluster topic 5 1796119200000";

test("partitions that are made again are named, with how far each has come where that is known", () => {
  const well = { partition: "p0", position: at, isRebuilding: false };
  expect(rebuiltNow([well])).toBeNull();
  const [known, unknown] = [
    { partition: "p1", position: at, isRebuilding: true },
    { partition: "p2", position: "1 cluster topic 5 9999999999999999999", isRebuilding: true },
  ];
  expect(rebuiltNow([well, known, unknown])).toMatch(
    /still being made again from Kafka: p1 has come to 2026-12-01T10:00:00\.000Z, p2$/,
  );
});
