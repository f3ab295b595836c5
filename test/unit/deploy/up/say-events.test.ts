import { expect, test } from "vitest";
import { createLog } from "../../../../deploy/runtime/log.ts";
import { sayKeeperEvent } from "../../../../deploy/up/say-events.ts";

test("why the store takes nothing stands in the field that other lines have for it", () => {
  const lines: string[] = [];
  const log = createLog({
    level: "info",
    format: "json",
    isColourful: false,
    write: (text) => lines.push(text),
    now: () => 0,
    secrets: [],
  });
  sayKeeperEvent(log, {
    type: "commit-failed",
    message: "Redis does not answer",
    retryMs: 100,
    remedy: "look",
  });
  log.close();
  expect(JSON.parse(lines.join(""))).toEqual({
    level: "error",
    time: "1970-01-01T00:00:00.000Z",
    detail: "Redis does not answer",
    retryMs: 100,
    remedy: "look",
    message: "the store takes nothing: nothing is lost, and it is tried again",
  });
});
