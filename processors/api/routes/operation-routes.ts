import { promisify } from "node:util";
import zlib from "node:zlib";
import type { ApiContext, Router } from "../context.ts";
import { openApiDocument } from "../openapi.ts";
import { refusal } from "../refusal.ts";

const gzip = promisify(zlib.gzip);

/** For those who operate it: is it alive, is it ready, its metrics, its own description. */
export function addOperationRoutes(router: Router, { options }: ApiContext): void {
  router.get("/-/healthy", (c) => c.text("healthy\n"));
  router.get("/-/ready", (c) => {
    const readiness = options.ready();
    if (readiness.isReady) return c.text("ready\n");
    throw refusal("not-ready", readiness.reason);
  });
  router.get("/metrics", async (c) => {
    const isOpenMetrics = (c.req.header("accept") ?? "").includes("application/openmetrics-text");
    const { contentType, body } = await options.metrics(isOpenMetrics);
    const headers = { "content-type": contentType, vary: "accept, accept-encoding" };
    if (!takesGzip(c.req.header("accept-encoding"))) return c.body(body, 200, headers);
    const packed = await gzip(body, { level: 1 });
    return c.body(new Uint8Array(packed), 200, { ...headers, "content-encoding": "gzip" });
  });
  router.get("/openapi.json", (c) => c.json(openApiDocument()));
}

/** Prometheus always asks for it: two hundred servers are some megabytes, nearly all of them zeros. */
function takesGzip(accepted: string | undefined): boolean {
  return (accepted ?? "")
    .split(",")
    .some((each) => /^\s*gzip\s*(?:;\s*q=(?!0(?:[.]0*)?\s*$).*)?$/i.test(each));
}
