import { z } from "zod";
import type { formats } from "../../../collectors/contract/index.ts";
import type { Format } from "../../../collectors/contract/index.ts";
import type { LiveSettings } from "../config.ts";
import { count } from "../setting.ts";

/** How long a writer may keep a record before it is in the file. IIS and HTTP.sys write their buffers out after a minute at the latest. */
const usualAllowances: Readonly<Partial<Record<Format, number>>> = {
  "iis-w3c": 90_000,
  httperr: 90_000,
  evtx: 60_000,
  "event-xml": 60_000,
};

const allowance = (format: Format): ReturnType<typeof count> =>
  count({
    usual: usualAllowances[format] ?? 5000,
    min: 0,
    max: 3_600_000,
    says: `How long after its time a record may reach a file of the format ${format}.`,
  });

const allowances: z.ZodPrefault<z.ZodType<Readonly<Record<Format, number>>, object>> = z
  .strictObject({
    "iis-w3c": allowance("iis-w3c"),
    httperr: allowance("httperr"),
    cmtrace: allowance("cmtrace"),
    svclog: allowance("svclog"),
    evtx: allowance("evtx"),
    "event-xml": allowance("event-xml"),
    "status-file": allowance("status-file"),
    omadm: allowance("omadm"),
    console: allowance("console"),
    text: allowance("text"),
  } satisfies Record<(typeof formats)[number], unknown>)
  .prefault({})
  .meta({
    description:
      "A source counts as read up to a moment when it was read this much later. Too little: records come late and stand apart. Too much: requests become final later.",
  });

export const liveShape: z.ZodType<LiveSettings> = z
  .strictObject({
    lifetimeMs: count({
      usual: 3_600_000,
      min: 60_000,
      max: 604_800_000,
      says: "How long after its last record a request waits for another before it is final. A host that says little is decided in stretches of a quarter of an hour: there it takes as long in any case.",
    }),
    reportedMs: count({
      usual: 600_000,
      min: 10_000,
      max: 604_800_000,
      says: "The same for a request that was reported to Intune, which seldom has more to come.",
    }),
    observationsMax: count({
      usual: 60_000,
      min: 1000,
      max: 10_000_000,
      says: "What is kept in memory of requests that are not final; beyond it the oldest become final early, which is counted.",
    }),
    statusFilesMax: count({
      usual: 400_000,
      min: 1000,
      max: 4_000_000,
      says: "Status files that are remembered as read, about 200 bytes of memory each; of more, those that were read first are read again after the next start if they are still there, and count twice.",
    }),
    silentMs: count({
      usual: 60_000,
      min: 1000,
      max: 86_400_000,
      says: "A host whose collector has not reported for so long is silent: what is missing there is unknown, not stuck.",
    }),
    allowanceMs: allowances,
  })
  .prefault({})
  .meta({ description: "When a request counts as complete." });
