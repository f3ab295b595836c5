import type { ApiContext, Router } from "../context.ts";
import { openApiDocument } from "../openapi.ts";
import { refusal } from "../refusal.ts";

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
    return c.body(body, 200, { "content-type": contentType });
  });
  router.get("/openapi.json", (c) => c.json(openApiDocument()));
}
