import { toApiHost } from "../../contract/index.ts";
import type { ApiContext, Router } from "../context.ts";
import { noQuery } from "../query.ts";

/** `/api/v1/hosts` and `/api/v1/causes`. */
export function addFleetRoutes(router: Router, { options }: ApiContext): void {
  router.get("/api/v1/hosts", async (c) => {
    noQuery.read(c.req.url);
    const hosts = await options.lookup.hosts();
    return c.json({ hosts: hosts.map(toApiHost) });
  });
  router.get("/api/v1/causes", (c) => {
    noQuery.read(c.req.url);
    return c.json({ causes: options.catalogue });
  });
}
