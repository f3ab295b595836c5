import { z } from "zod";
import type { CollectorSettings, EventLogSettings } from "../config.ts";
import { count, plainText } from "../setting.ts";

const mebibyte = 2 ** 20;

export const collectorShape: z.ZodType<CollectorSettings> = z
  .strictObject({
    sliceBytesMax: count({
      usual: 256 * 1024,
      min: 4096,
      max: 4 * mebibyte,
      says: "Bytes that are read from a file and shipped as one piece.",
    }),
    openFilesMax: count({
      usual: 64,
      min: 1,
      max: 4096,
      says: "Files that are open at one time; thousands can be followed with a few.",
    }),
    filesMax: count({
      usual: 200_000,
      min: 100,
      max: 2_000_000,
      says: "Files that are followed; what is beyond is counted and told.",
    }),
    bytesPerSecondMax: count({
      usual: 0,
      min: 0,
      max: 10_000 * mebibyte,
      says: "Bytes read from the disk per second, so that a first start leaves the server its disk; 0 is no limit.",
    }),
    rescanMs: count({
      usual: 1000,
      min: 50,
      max: 600_000,
      says: "How often folders and files are looked at again; notifications of the file system only make it sooner.",
    }),
    reportMs: count({
      usual: 5000,
      min: 100,
      max: 600_000,
      says: "How often the collector reports how far each source was read; a source whose reports stay away is silent.",
    }),
    idleSealMs: count({
      usual: 900_000,
      min: 1000,
      max: 86_400_000,
      says: "A last line without a line end counts as whole after this time without a change; one whose form shows its end after five seconds, one that its own stamp shows to be older than a day after a minute.",
    }),
    readMsMax: count({
      usual: 10_000,
      min: 100,
      max: 600_000,
      says: "A read that takes longer, as on a network share that hangs, is told as failing; the other files go on.",
    }),
  })
  .prefault({})
  .meta({ description: "Reading the logs." });

export const eventLogsShape: z.ZodType<EventLogSettings> = z
  .strictObject({
    channels: z.array(plainText().min(1).max(256)).max(64).default([]).meta({
      description:
        "Channels of the Windows event log that are asked for new events, as the Event Viewer names them. Empty: on Windows those of the connector, Application, System and Security, if `defaultPlaces` is on.",
    }),
    everyMs: count({
      usual: 5000,
      min: 500,
      max: 600_000,
      says: "How often each channel is asked; each time is a process of `wevtutil`. After an answer that took long it is asked less often, each half minute at least.",
    }),
  })
  .prefault({})
  .meta({ description: "Live event logs. Where paths are named on the command line none are asked." });
