import type { Cause } from "../../contract/index.ts";
import { causePage, causesPage, hostPage, hostsPage } from "../../page/index.ts";
import type { ApiContext, Router } from "../context.ts";
import { countByCause, lookAtCause } from "../look-at-cause.ts";
import { refusal } from "../refusal.ts";
import type { Site } from "../site.ts";
import { frameOf } from "./frame-of.ts";
import { addOverviewRoute } from "./overview-route.ts";
import { addRequestPages } from "./request-pages.ts";
import { addRunbookPages } from "./runbook-pages.ts";

/** What a browser shows. */
export function addPageRoutes(router: Router, context: ApiContext, site: Site): void {
  for (const asset of site.assets)
    router.get(asset.path, (c) =>
      c.body(asset.text, 200, {
        "content-type": asset.type,
        "cache-control": "public, max-age=31536000, immutable",
      }),
    );
  addOverviewRoute(router, context, site);
  addRequestPages(router, context, site);
  addHostPages(router, context, site);
  addCausePages(router, context, site);
  if (context.options.runbooks !== undefined) addRunbookPages(router, context.options.runbooks, site);
}

const rowsMax = 12;
/** Requests of a cause whose devices are counted. */
const countedMax = 1000;

function addHostPages(router: Router, context: ApiContext, site: Site): void {
  const { lookup } = context.options;
  router.get("/hosts", async () => {
    const hosts = await lookup.hosts();
    return site.page(
      { title: "Hosts", active: "hosts", live: { isLive: true } },
      hostsPage(hosts, frameOf(context)),
    );
  });
  router.get("/hosts/:host", async (c) => {
    const name = c.req.param("host");
    const host = (await lookup.hosts()).find((each) => each.host === name);
    if (host === undefined) throw refusal("unknown-host", `no source is of the host "${name.slice(0, 100)}"`);
    const summary = await lookup.summary({ host: name });
    const { requests } = await lookup.list({ host: name }, { limit: rowsMax, cursor: null });
    return site.page(
      { title: name, active: "hosts", live: { isLive: true } },
      hostPage({ host, summary, requests }, frameOf(context)),
    );
  });
}

function addCausePages(router: Router, context: ApiContext, site: Site): void {
  const { lookup, catalogue } = context.options;
  router.get("/causes", async () => {
    const counts = countByCause(await lookup.summary({}));
    return site.page(
      { title: "Causes", active: "causes", live: { isLive: false } },
      causesPage({ catalogue, counts }, frameOf(context)),
    );
  });
  router.get("/causes/:id", async (c) => {
    const cause = knownCause(catalogue, c.req.param("id"));
    const summary = await lookup.summary({ cause: cause.id });
    const { requests } = await lookup.list({ cause: cause.id }, { limit: rowsMax, cursor: null });
    const span =
      requests.length === 0 ? {} : { span: await lookAtCause(lookup, { cause: cause.id }, countedMax) };
    return site.page(
      { title: cause.title, active: "causes", live: { isLive: true } },
      causePage({ cause, total: summary.requests, requests, ...span }, frameOf(context)),
    );
  });
}

function knownCause(catalogue: readonly Cause[], id: string): Cause {
  const cause = catalogue.find((each) => each.id === id);
  if (cause === undefined) throw refusal("unknown-cause", `there is no cause "${id.slice(0, 100)}"`);
  return cause;
}
