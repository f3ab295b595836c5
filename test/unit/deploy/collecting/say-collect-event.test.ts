import { expect, test } from "vitest";
import { createLog } from "../../../../deploy/runtime/log.ts";
import { sayCollectEvent } from "../../../../deploy/collecting/say-collect-event.ts";

test.each([
  [0, ""],
  [12, "gone before all of it was read"],
])("a log that is gone with %d bytes unread says %j to whoever is not told all", (unreadBytes, said) => {
  let lines = "";
  const options = { level: "info", format: "json", isColourful: false, secrets: [] } as const;
  const log = createLog({ ...options, now: () => 0, write: (text) => (lines += text) });
  sayCollectEvent(log, { type: "gone", path: "u_ex1.log", fileId: "a", offset: 3, unreadBytes });
  expect(lines).toContain(said);
  expect(lines === "").toBe(said === "");
});

test("a folder without a log is named with the commands that say more", () => {
  let lines = "";
  const options = { level: "info", format: "json", isColourful: false, secrets: [] } as const;
  const log = createLog({ ...options, now: () => 0, write: (text) => (lines += text) });
  sayCollectEvent(log, { type: "nothing-found", paths: ["/srv/logs"] });
  expect(lines).toMatch(/"warn".*\/srv\/logs.*scepscope doctor up.*scepscope formats/);
});
