import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { ApiContext, Router } from "../context.ts";
import { createDigests } from "../events/digests.ts";
import { changeFrames, frames } from "../events/frames.ts";
import { writeFrames } from "../events/write-frames.ts";
import { guardHeaders } from "../guards/headers.ts";
import { eventQuery } from "../query.ts";
import { refusal } from "../refusal.ts";

/**
 * `/api/v1/events`. On crash or shutdown the stream ends, and a browser comes back by itself; there is nothing to replay, it asks anew.
 * Overload: a slow reader gets `overflow` and is let go, one that reads nothing is cut off, one too many gets 503.
 */
export function addEventRoutes(router: Router, { options, limits, places }: ApiContext): void {
  const { heartbeatMs } = limits;
  const digests = createDigests({ changes: (signal) => options.lookup.changes(signal), heartbeatMs });
  router.get("/api/v1/events", (c) => {
    const { digestMs } = eventQuery.read(c.req.url);
    const { outgoing } = c.env;
    const place = outgoing === undefined || c.req.method !== "GET" ? null : places.take();
    if (outgoing === undefined || place === null)
      throw refusal("too-many-readers", `${limits.eventReadersMax} are reading already`);
    outgoing.once("close", () => places.leave(place));
    outgoing.writeHead(200, { ...guardHeaders, ...streamHeaders });
    const { signal } = place;
    const told =
      digestMs === undefined
        ? changeFrames(options.lookup.changes(signal), { heartbeatMs, signal })
        : digests.read(digestMs, signal);
    const isBack = c.req.header("last-event-id") !== undefined;
    writeFrames(outgoing, frames(told, isBack), limits.eventStallMsMax).catch((error: unknown) => {
      options.onFault(error);
      outgoing.destroy();
    });
    return RESPONSE_ALREADY_SENT;
  });
}

const streamHeaders = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store",
  // Proxies of the nginx family would wait for a full buffer.
  "x-accel-buffering": "no",
};
