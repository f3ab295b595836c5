import { expect, test } from "vitest";
import { sayKeeperEvent } from "../../../../deploy/up/say-events.ts";
import { listen } from "../../../support/heard-log.ts";

test("why the store takes nothing stands in the field that other lines have for it", () => {
  const { log, text } = listen();
  sayKeeperEvent(log, {
    type: "commit-failed",
    message: "Redis does not answer",
    retryMs: 100,
    remedy: "look",
  });
  log.close();
  expect(JSON.parse(text())).toEqual({
    level: "error",
    time: "1970-01-01T00:00:00.000Z",
    detail: "Redis does not answer",
    retryMs: 100,
    remedy: "look",
    message: "the store takes nothing: nothing is lost, and it is tried again",
  });
});
