import type { KeeperEvent, SqliteStoreEvent } from "../../processors/live.ts";
import type { Log } from "../runtime/log.ts";

export function sayKeeperEvent(
  log: Log,
  event: KeeperEvent & { readonly partition?: string; readonly remedy?: string },
): void {
  const { type, ...fields } = event;
  const [level, message] = keeperMessages[type];
  log[level](message, "message" in fields ? detailed(fields) : fields);
}

/** A line has a message of its own: what an event says in words is its detail, as in the lines of Kafka and of the page. */
function detailed({
  message: detail,
  ...fields
}: {
  readonly message: unknown;
}): Readonly<Record<string, unknown>> {
  return { detail, ...fields };
}

const keeperMessages: Readonly<Record<KeeperEvent["type"], readonly ["info" | "warn" | "error", string]>> = {
  "commit-failed": ["error", "the store takes nothing: nothing is lost, and it is tried again"],
  "message-rejected": [
    "warn",
    "something that no collector has written is on the bus: it is passed over, and counted",
  ],
  fenced: ["warn", "another process has taken up the partition: what was not kept here is done there"],
  "state-forgotten": [
    "info",
    "the state of the partition was made to go, as `state rebuild` does: it is made again from the oldest message",
  ],
  "caught-up": ["info", "the logs that were there at the start are read, and what came of them is shown"],
  "commit-works-again": ["info", "the store takes commits again"],
  "state-damaged": ["warn", "the state that was kept is damaged: it is made again from the logs"],
};

export function sayStoreEvent(log: Log, { type, ...fields }: SqliteStoreEvent): void {
  if (type === "forgotten") log.info("old requests were forgotten, as configured", fields);
  else if (type === "retention-failed") log.warn("old requests cannot be forgotten", fields);
  else log.warn("the store's file was not what was written", { event: type, ...fields });
}
