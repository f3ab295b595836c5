import { toApiDetail, toApiRequest } from "../../contract/index.ts";
import type { ApiIncomplete, ApiRequestList, Summary } from "../../contract/index.ts";
import { unwrapCursor, wrapCursor } from "../cursor.ts";
import type { ApiContext, Router } from "../context.ts";
import { findRequest, shownId } from "../find-request.ts";
import { incompleteOf } from "../incomplete.ts";
import { detailQuery, filterQuery, filterToQuery, listQuery, toFilter } from "../query.ts";
import { quoteLines } from "../quote-lines.ts";
import { refusal } from "../refusal.ts";
import { withoutMessages } from "../without-messages.ts";

const limitDefault = 50;

/** `/api/v1/requests`, one of them, and what they add up to. */
export function addRequestRoutes(router: Router, { options, limits }: ApiContext): void {
  const { lookup } = options;
  const query = listQuery(limits.pageRequestsMax);
  router.get("/api/v1/requests", async (c) => {
    const asked = query.read(c.req.url);
    const filter = toFilter(asked);
    const words = filterToQuery(filter);
    const { requests, next } = await lookup.list(filter, {
      limit: asked.limit ?? limitDefault,
      cursor: unwrapCursor(asked.cursor, words),
    });
    const list: ApiRequestList = {
      requests: requests.map((request) => toApiRequest(withoutMessages(request))),
      next: wrapCursor(next, words),
      incomplete: incompleteOf(options),
    };
    return c.json(list);
  });
  addOne(router, { options, limits });
  router.get("/api/v1/summary", async (c) => {
    const summary: Summary & ApiIncomplete = {
      ...(await lookup.summary(toFilter(filterQuery.read(c.req.url)))),
      incomplete: incompleteOf(options),
    };
    return c.json(summary);
  });
}

function addOne(router: Router, { options, limits }: Pick<ApiContext, "options" | "limits">): void {
  router.get("/api/v1/requests/:id", async (c) => {
    const { lines } = detailQuery.read(c.req.url);
    const found = await findRequest(options, c.req.param("id"));
    if (found.type === "elsewhere") {
      const search = new URL(c.req.url).search;
      return c.redirect(`/api/v1/requests/${encodeURIComponent(found.id)}${search}`, 307);
    }
    if (found.type === "several")
      throw refusal(
        "unknown-request",
        `"${shownId(c.req.param("id"))}" is the id of no request, but an identifier of several`,
        "GET /api/v1/requests?key=… lists them",
      );
    const quoted = lines === "true" ? await quoteLines(found.request, options.quote, limits.quotesMax) : [];
    return c.json(toApiDetail(withoutMessages(found.request), quoted));
  });
}
