import { z } from "zod";
import type { ApiSettings } from "../config.ts";
import { count } from "../setting.ts";

export const apiShape: z.ZodType<ApiSettings> = z
  .strictObject({
    connectionsMax: count({
      usual: 512,
      min: 1,
      max: 65_536,
      says: "Connections that are open at one time; further ones are closed at once.",
    }),
    streamsMax: count({
      usual: 128,
      min: 1,
      max: 65_536,
      says: "Pages that are kept up to date at one time; a further one is told to come later.",
    }),
    streamChangesMax: count({
      usual: 1000,
      min: 10,
      max: 100_000,
      says: "Changes that wait for a slow page before it is told to load everything anew.",
    }),
    queryBytesMax: count({
      usual: 8192,
      min: 256,
      max: 65_536,
      says: "Length of an address with its query; a longer one is refused.",
    }),
    pageRequestsMax: count({
      usual: 500,
      min: 1,
      max: 10_000,
      says: "Requests in one answer, whatever `limit` asks for.",
    }),
  })
  .prefault({})
  .meta({ description: "Limits of the HTTP API and the page." });
