import { requestPage, requestsPage, siteLinks } from "../../page/index.ts";
import { unwrapCursor, wrapCursor } from "../cursor.ts";
import type { ApiContext, Router } from "../context.ts";
import { frameOf } from "./frame-of.ts";
import { findRequest } from "../find-request.ts";
import { filterToQuery, listQuery, noQuery, toFilter } from "../query.ts";
import { quoteLines } from "../quote-lines.ts";
import type { Site } from "../site.ts";

const limitDefault = 50;

/** `/requests` and one of them. */
export function addRequestPages(router: Router, context: ApiContext, site: Site): void {
  addList(router, context, site);
  addRequest(router, context, site);
}

function addList(router: Router, context: ApiContext, site: Site): void {
  const { options, limits } = context;
  const { lookup, catalogue } = options;
  const query = listQuery(limits.pageRequestsMax);
  router.get("/requests", async (c) => {
    const asked = query.read(c.req.url);
    const filter = toFilter(asked);
    const words = filterToQuery(filter);
    const isFirst = asked.cursor === undefined;
    const { requests, next } = await lookup.list(filter, {
      limit: asked.limit ?? limitDefault,
      cursor: unwrapCursor(asked.cursor, words),
    });
    const [only, another] = requests;
    // Who looks for one identifier and finds one request wants that.
    const isSearch = isFirst && Object.keys(filter).join() === "key";
    if (isSearch && only !== undefined && another === undefined)
      return c.redirect(siteLinks.request(only.view.id) ?? "/", 303);
    const [{ requests: total }, hosts] = await Promise.all([lookup.summary(filter), lookup.hosts()]);
    const view = {
      asked: new Map([...new URLSearchParams(words)]),
      requests,
      total,
      first: isFirst ? null : words,
      next: nextQuery(words, wrapCursor(next, words)),
      hosts: hosts.map(({ host }) => host),
      causes: catalogue.filter(({ scope }) => scope === "request"),
    };
    // A later page is what it was; only the first one grows.
    const live = { isLive: isFirst };
    const shell = { title: "Requests", active: "requests", search: filter.key ?? "", live } as const;
    return site.page(shell, requestsPage(view, frameOf(context)));
  });
}

function nextQuery(words: string, cursor: string | null): string | null {
  if (cursor === null) return null;
  return words === "" ? `cursor=${cursor}` : `${words}&cursor=${cursor}`;
}

function addRequest(router: Router, context: ApiContext, site: Site): void {
  const { options, limits } = context;
  const { lookup, catalogue, quote } = options;
  const causes = new Map(catalogue.map((cause) => [cause.id, cause]));
  router.get("/requests/:id", async (c) => {
    noQuery.read(c.req.url);
    const found = await findRequest(options, c.req.param("id"));
    if (found.type === "elsewhere") return c.redirect(siteLinks.request(found.id) ?? "/", 303);
    if (found.type === "several")
      return c.redirect(`/requests?key=${encodeURIComponent(c.req.param("id"))}`, 303);
    const { request } = found;
    const lines = await quoteLines(request, quote, limits.quotesMax);
    const host = (await lookup.hosts()).find((each) => each.host === request.view.host) ?? null;
    const { id } = request.view;
    // How far its host has been read matters as long as something may come.
    const live = { isLive: true, request: id, ...(request.isFinal ? {} : { host: request.view.host }) };
    return site.page(
      { title: `Request ${id}`, active: "requests", live },
      requestPage({ request, lines, host, causes }, frameOf(context)),
    );
  });
}
