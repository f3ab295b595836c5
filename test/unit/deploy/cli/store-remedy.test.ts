import { expect, test } from "vitest";
import { storeRemedy } from "../../../../deploy/cli/store-remedy.ts";
import { StoreFailed } from "../../../../processors/contract/index.ts";

test.each([
  ["Redis at 127.0.0.1:6379: it does not answer", /doctor serve[^]*state --data/, /may this user write/],
  [
    "the Redis cluster at redis01:6379, redis02:6379: it does not answer",
    /doctor serve/,
    /may this user write/,
  ],
  ["/var/lib/redis/scepscope.sqlite: it cannot be read or written (EACCES)", /may this user write/, /Redis/],
])("%s", (message, says, saysNot) => {
  const remedy = storeRemedy(new StoreFailed("store.unavailable", message), "state")?.remedy;
  expect(remedy).toMatch(says);
  expect(remedy).not.toMatch(saysNot);
});

test.each(["store.damaged", "store.disk-full"] as const)(
  "%s of Redis is nothing of a file or folder",
  (code) => {
    const remedy = storeRemedy(
      new StoreFailed(code, "Redis at 127.0.0.1:6379: it is not well"),
      null,
    )?.remedy;
    expect(remedy).toMatch(/doctor serve/);
    expect(remedy).not.toMatch(/file|disk/);
  },
);

test("a folder that is called after Redis is a folder", () => {
  const error = new StoreFailed("store.unavailable", "/srv/Redis/state cannot be opened: EACCES");
  expect(storeRemedy(error, "up")?.remedy).toContain("may this user write");
});

test.each(["process", "serve"])(
  "%s, which Redis has ended, is told of the doctor of its own role",
  (role) => {
    const error = new StoreFailed("store.unavailable", "Redis at 127.0.0.1:6379: it does not answer");
    expect(storeRemedy(error, role)?.remedy).toContain(`\`scepscope doctor ${role}\``);
  },
);
