import type { CollectEvent } from "../../collectors/index.ts";
import type { Log } from "../runtime/log.ts";

/** What the parts tell, as lines of our own log. A message is a fixed sentence; what differs stands in the fields. */
export function sayCollectEvent(log: Log, event: CollectEvent): void {
  const { type, ...fields } = event;
  const isLoss = event.type === "gone" && event.unreadBytes > 0;
  const [level, message] = isLoss ? goneUnread : collectMessages[type];
  log[level](message, event.type === "nothing-found" ? { ...fields, remedy: lookFor } : fields);
}

const lookFor =
  "`scepscope doctor up FOLDER` says what lies there, `scepscope formats` what is recognised as a log";

type Message = readonly ["debug" | "info" | "warn" | "error", string];

const goneUnread: Message = [
  "warn",
  "a log file is gone before all of it was read: if it comes back, it goes on",
];

const collectMessages: Readonly<Record<CollectEvent["type"], Message>> = {
  found: ["debug", "follows a log file"],
  "nothing-found": [
    "warn",
    "no log that can be read was found here so far: it is looked for again and again",
  ],
  "unknown-format": ["debug", "leaves a file alone: it is no log that can be read"],
  renamed: ["debug", "a log file was renamed"],
  copied: ["debug", "a log file was copied and begun anew"],
  truncated: ["warn", "a log file was cut off: other bytes stand where shipped ones were"],
  gone: ["debug", "a log file is gone"],
  "changed-after-end": [
    "warn",
    "an event log was written to after it was taken for finished: those events are not read",
  ],
  "event-log-cleared": ["info", "an event log was cleared: it is read from its beginning"],
  "event-log-gap": [
    "warn",
    "events were overwritten or cleared before they were read: make the event log larger",
  ],
  "event-log-waits": [
    "warn",
    "the copies of an event log are not shipped: it is not asked until they are, and Windows may overwrite what it holds",
  ],
  "event-log-goes-on": ["info", "an event log is asked again"],
  trouble: ["warn", "cannot read: it is tried again"],
  recovered: ["info", "can read again"],
  "host-kept": [
    "warn",
    "logs keep the host that they were first sent for, and only new files get the configured one: to have all under that, stop, remove `positions.a` and `positions.b` from the data folder, start",
  ],
  limit: ["warn", "a limit is reached: what is beyond is left alone"],
  "checkpoint-damaged": [
    "warn",
    "the collector's positions were damaged: what nothing else tells to be sent is sent again, and counts once",
  ],
  "left-unsent": [
    "warn",
    "what was read last could not be sent before the end: it is read and sent again at the next start",
  ],
  "checkpoint-failed": [
    "error",
    "the collector's positions cannot be saved: free some space, look at the folder's rights, or give each collector a folder of its own, as the detail tells",
  ],
  "checkpoint-recovered": ["info", "the collector's positions can be saved again"],
};
