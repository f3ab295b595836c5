import { expect, test } from "vitest";
import { sayCollectEvent } from "../../../../deploy/collecting/say-collect-event.ts";
import { listen } from "../../../support/heard-log.ts";

test.each([
  [0, ""],
  [12, "gone before all of it was read"],
])("a log that is gone with %d bytes unread says %j to whoever is not told all", (unreadBytes, said) => {
  const { log, text } = listen();
  sayCollectEvent(log, { type: "gone", path: "u_ex1.log", fileId: "a", offset: 3, unreadBytes });
  expect(text()).toContain(said);
  expect(text() === "").toBe(said === "");
});

test("a folder without a log is named with the commands that say more", () => {
  const { log, text } = listen();
  sayCollectEvent(log, { type: "nothing-found", paths: ["/srv/logs"] });
  expect(text()).toMatch(/"warn".*\/srv\/logs.*scepscope doctor up.*scepscope formats/);
});
