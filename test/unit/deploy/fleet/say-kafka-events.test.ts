import { expect, it } from "vitest";
import { saySinkEvent, saySourceEvent } from "../../../../deploy/fleet/say-kafka-events.ts";
import type { Log } from "../../../../deploy/runtime/log.ts";

function heard(): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = [];
  const say =
    (level: string): Log["info"] =>
    (message, fields) =>
      void lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
  const log: Log = {
    debug: say("debug"),
    info: say("info"),
    warn: say("warn"),
    error: say("error"),
    child: () => log,
  };
  return { log, lines };
}

it("a Kafka that is away, and what it does not hold any more, are errors with what is known of them", () => {
  const { log, lines } = heard();
  saySinkEvent(log, { type: "bus-away", detail: "connection refused" });
  saySourceEvent(log, { type: "offset-reset", partition: "p3", expected: "7", found: "9", why: "retention" });
  saySinkEvent(log, { type: "bus-back" });
  expect(lines[0]).toMatch(/^error Kafka takes nothing.*connection refused/);
  expect(lines[1]).toMatch(/^error Kafka does not hold.*"p3".*"retention"/);
  expect(lines[2]).toMatch(/^info /);
});
