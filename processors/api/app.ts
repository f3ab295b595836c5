import { Hono } from "hono";
import type { Context } from "hono";
import { BadCursor, StoreFailed } from "../contract/index.ts";
import type { ApiContext, ApiEnv, Router } from "./context.ts";
import { createReaderPlaces } from "./events/reader-places.ts";
import { admit } from "./guards/admit.ts";
import { guardHeaders } from "./guards/headers.ts";
import { createSessions } from "./guards/session.ts";
import { apiLimits } from "./options.ts";
import type { ApiOptions } from "./options.ts";
import { problem, problemResponse } from "./problem.ts";
import type { Problem } from "./problem.ts";
import { isRefusal } from "./refusal.ts";
import { addEventRoutes } from "./routes/event-routes.ts";
import { addFleetRoutes } from "./routes/fleet-routes.ts";
import { addLoginRoutes } from "./routes/login-routes.ts";
import { addOperationRoutes } from "./routes/operation-routes.ts";
import { addPageRoutes } from "./routes/page-routes.ts";
import { addRequestRoutes } from "./routes/request-routes.ts";
import { createSite, wantsPage } from "./site.ts";
import type { Site } from "./site.ts";

export interface App {
  readonly fetch: (request: Request, env?: ApiEnv["Bindings"]) => Promise<Response>;
  /** Ends all event streams; no new one begins. */
  close(): void;
}

/** The API and the page: who may ask, then what there is to ask for. */
export function createApp(options: ApiOptions): App {
  const limits = { ...apiLimits, ...options.limits };
  const places = createReaderPlaces(limits.eventReadersMax);
  const sessions = options.auth === null ? null : createSessions(options.auth.token, limits.sessionMsMax);
  const context: ApiContext = { options, limits, places, sessions };
  const site = options.serves === "operation" ? null : createSite(options);
  const router: Router = new Hono<ApiEnv>();
  router.use(async (c, next) => {
    const refused = admit(c, context);
    if (refused === null) await next();
    else c.res = tell(c, refused, site);
    for (const [name, value] of Object.entries(guardHeaders)) c.res.headers.set(name, value);
    if (!c.res.headers.has("cache-control")) c.res.headers.set("cache-control", "no-store");
  });
  addOperationRoutes(router, context);
  if (site !== null) addQuestions(router, context, site);
  router.notFound((c) => tell(c, unknownPath(c.req.path, site), site));
  router.onError((error, c) => tell(c, problemOf(error, options.onFault), site));
  return { fetch: async (request, env) => router.fetch(request, env), close: () => places.close() };
}

/** Everything that is asked of requests, by programs and by people. */
function addQuestions(router: Router, context: ApiContext, site: Site): void {
  addLoginRoutes(router, context, site);
  addRequestRoutes(router, context);
  addFleetRoutes(router, context);
  addEventRoutes(router, context);
  addPageRoutes(router, context, site);
}

function unknownPath(path: string, site: Site | null): Problem {
  const detail = `${path} is no path of this server`;
  return site === null
    ? problem("unknown-path", `${detail}: it has no page and no requests`, operationRemedy)
    : problem("unknown-path", detail);
}

const operationRemedy =
  "its metrics are at /metrics, its state at /-/ready and /-/healthy; the page and the requests are where `scepscope serve` answers";

/** What is said of an error. A mistake of ours is told to whoever runs the server, not to whoever asks. */
function problemOf(error: unknown, onFault: ApiOptions["onFault"]): Problem {
  if (isRefusal(error)) return error.problem;
  if (error instanceof BadCursor) return problem("bad-cursor", "no page of this list gave it");
  const isOfStore = error instanceof StoreFailed;
  if (!isOfStore || !error.retryable) onFault(error);
  if (isOfStore) return problem("not-ready", error.message);
  return problem("fault", "the answer could not be made");
}

/** A browser that wants to log in is led there; one that wants a page gets one, where there are pages; a program gets JSON. */
function tell(c: Context<ApiEnv>, told: Problem, site: Site | null): Response {
  if (site === null || !wantsPage(c.req.path, c.req.header("accept")))
    return problemResponse(told, headersOf(told));
  if (told.status === 401) return c.redirect(`/login?next=${encodeURIComponent(pathOf(c.req.url))}`, 303);
  return site.problem(told);
}

function headersOf({ status }: Problem): Readonly<Record<string, string>> {
  if (status === 401) return { "www-authenticate": 'Bearer realm="scepscope"' };
  if (status === 405) return { allow: "GET, HEAD" };
  return status === 503 ? { "retry-after": "5" } : {};
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
