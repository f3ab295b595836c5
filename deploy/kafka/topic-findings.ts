import { grouped } from "../../processors/wording/index.ts";

/** One thing that was looked at. */
export interface Finding {
  readonly level: "ok" | "warn" | "bad";
  readonly about: string;
  /** What was found. */
  readonly says: string;
  /** What to change; `""`: nothing. */
  readonly remedy: string;
}

export interface TopicNeeds {
  readonly topic: string;
  /** Null: whoever asks does not write. */
  readonly rejectedTopic: string | null;
  /** Of the processors; null: whoever asks does not read. */
  readonly groupId: string | null;
  /** A request waits for more for so long: what is read again after a failure must still be there. */
  readonly lifetimeMs: number;
  /** The largest slice that a collector ships. */
  readonly sliceBytesMax: number;
}

type Settings = ReadonlyMap<string, string>;

/** What a message has besides its slice: headers, the line with the names of the columns. */
const besideBytes = 65_536;
const dayMs = 86_400_000;

/** What the settings of a topic mean for us. Pure. */
export function limitFindings(settings: Settings, needs: TopicNeeds): readonly Finding[] {
  return [
    retention(settings, needs),
    size(settings),
    policy(settings),
    stamps(settings),
    messages(settings, needs),
    compression(settings),
  ];
}

function retention(settings: Settings, { lifetimeMs }: TopicNeeds): Finding {
  const name = "retention.ms";
  const keptMs = Number(settings.get(name) ?? -1);
  if (keptMs < 0) return { level: "ok", about: name, says: "nothing is deleted by age", remedy: "" };
  const says = `slices are kept for ${hours(keptMs)}`;
  if (keptMs < 2 * lifetimeMs)
    return {
      level: "bad",
      about: name,
      says: `${says}; a request is waited for ${hours(lifetimeMs)}: a processor that was away loses what it was to read`,
      remedy: `set ${name} to some days, such as ${7 * dayMs}`,
    };
  if (keptMs < dayMs)
    return {
      level: "warn",
      about: name,
      says: `${says}: a weekend without processors loses slices, and state cannot be made again from more`,
      remedy: `set ${name} to some days, such as ${7 * dayMs}`,
    };
  return { level: "ok", about: name, says, remedy: "" };
}

function hours(ms: number): string {
  return `${Math.round((ms / 3_600_000) * 10) / 10} h`;
}

function size(settings: Settings): Finding {
  const about = "retention.bytes";
  const bytes = Number(settings.get(about) ?? -1);
  return bytes < 0
    ? { level: "ok", about, says: "nothing is deleted by size", remedy: "" }
    : {
        level: "warn",
        about,
        says: `a partition keeps ${grouped(bytes)} bytes, however old they are: a busy hour can delete what was not read`,
        remedy: `set ${about}=-1, and let retention.ms decide`,
      };
}

function policy(settings: Settings): Finding {
  const about = "cleanup.policy";
  const value = settings.get(about) ?? "delete";
  return value === "delete"
    ? { level: "ok", about, says: "slices are deleted by age only", remedy: "" }
    : {
        level: "bad",
        about,
        says: `it is ${value}: Kafka would keep only the last slice of each host`,
        remedy: `set ${about}=delete`,
      };
}

function stamps(settings: Settings): Finding {
  const about = "message.timestamp.type";
  return settings.get(about) === "LogAppendTime"
    ? { level: "ok", about, says: "time stamps are the brokers'", remedy: "" }
    : {
        level: "warn",
        about,
        says: "time stamps are those of the hosts: with a clock that is ahead Kafka refuses slices, with one that is behind it deletes them early",
        remedy: `set ${about}=LogAppendTime`,
      };
}

function messages(settings: Settings, { sliceBytesMax }: TopicNeeds): Finding {
  const about = "max.message.bytes";
  const bytes = Number(settings.get(about) ?? 1_048_588);
  const wanted = sliceBytesMax + besideBytes;
  if (bytes >= wanted) return { level: "ok", about, says: `${grouped(bytes)}: each slice fits`, remedy: "" };
  const isTiny = bytes < 2 * besideBytes;
  return {
    level: isTiny ? "bad" : "warn",
    about,
    says: isTiny
      ? `${grouped(bytes)}: a single record can be larger, and is lost then: a gap for its reader`
      : `${grouped(bytes)}: slices of ${grouped(sliceBytesMax)} bytes that hardly compress are split, which costs time`,
    remedy: `set ${about} to ${wanted} or more, or collector.sliceBytesMax to less`,
  };
}

function compression(settings: Settings): Finding {
  const about = "compression.type";
  const value = settings.get(about) ?? "producer";
  return value === "producer" || value === "zstd"
    ? { level: "ok", about, says: "slices stay compressed as they come", remedy: "" }
    : {
        level: "warn",
        about,
        says: `it is ${value}: the brokers unpack and pack each slice again`,
        remedy: `set ${about}=producer`,
      };
}
