import { toApiHost } from "../../contract/index.ts";
import type { ApiCause } from "../../contract/index.ts";
import type { ApiContext, Router } from "../context.ts";
import { incompleteOf } from "../incomplete.ts";
import { countByCause, lookAtCause, toSeen } from "../look-at-cause.ts";
import { noQuery } from "../query.ts";

/** Requests of a cause whose devices are counted. */
const countedMax = 100;

/** `/api/v1/hosts` and `/api/v1/causes`. */
export function addFleetRoutes(router: Router, { options }: ApiContext): void {
  router.get("/api/v1/hosts", async (c) => {
    noQuery.read(c.req.url);
    const hosts = await options.lookup.hosts();
    return c.json({ hosts: hosts.map(toApiHost), incomplete: incompleteOf(options) });
  });
  router.get("/api/v1/causes", async (c) => {
    noQuery.read(c.req.url);
    const counts = countByCause(await options.lookup.summary({}));
    const told = options.catalogue.map(async (cause): Promise<ApiCause> => {
      const requests = counts.get(cause.id) ?? 0;
      if (requests === 0) return cause;
      const span = await lookAtCause(options.lookup, { cause: cause.id }, countedMax);
      return { ...cause, seen: toSeen(span, requests) };
    });
    return c.json({ causes: await Promise.all(told), incomplete: incompleteOf(options) });
  });
}
