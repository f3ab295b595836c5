import { expect, test } from "vitest";
import { foreignOwner, ownerName } from "../../../../deploy/fleet/owner-name.ts";

const fleet = { groupId: "scepscope", topic: "slices" };

test("who has a partition is of the same group and topic, or is named with what to do", () => {
  expect(foreignOwner(null, fleet)).toBeNull();
  expect(foreignOwner(ownerName("host01 7", fleet), fleet)).toBeNull();
  expect(foreignOwner(ownerName("host01 7", { ...fleet, groupId: "other" }), fleet)).toMatch(
    /^it was taken up by host01 7, group other of the topic slices, which is none of the group scepscope of the topic slices: .*`redis.keyPrefix`/,
  );
});
