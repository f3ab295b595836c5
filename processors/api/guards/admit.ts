import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import type { ApiContext, ApiEnv } from "../context.ts";
import { problem } from "../problem.ts";
import type { Problem } from "../problem.ts";
import { isOwnName } from "./host-name.ts";

export const cookieName = "scepscope";

/** Why a request is not answered, before anything looks at what it asks for; null: it may pass. */
export function admit(c: Context<ApiEnv>, context: ApiContext): Problem | null {
  const { limits } = context;
  if (c.req.url.length > limits.urlCharsMax)
    return problem(
      "url-too-long",
      `it has ${c.req.url.length} characters, ${limits.urlCharsMax} are the most`,
    );
  const host = c.req.header("host") ?? "";
  if (isForeign(host, context)) return problem("foreign-name", `it was asked for as "${host.slice(0, 100)}"`);
  const isWriting = c.req.method === "POST" && writable.has(c.req.path);
  if (c.req.method !== "GET" && c.req.method !== "HEAD" && !isWriting)
    return problem("wrong-method", `${c.req.method.slice(0, 20)} changes nothing here`);
  return open.test(c.req.path) ? null : refuseStranger(c, context);
}

/** Who has no token learns nothing, under whatever name: so a proxy before it may keep that which people know. */
function isForeign(host: string, { sessions, options }: ApiContext): boolean {
  return sessions === null && !isOwnName(host, options.listen);
}

const writable: ReadonlySet<string> = new Set(["/login", "/logout"]);
/** Needed before one is known, and by those who watch the process. None tells anything of a request. */
const open = /^\/(?:login|-\/healthy|-\/ready|assets\/.*)$/;

function refuseStranger(c: Context<ApiEnv>, { sessions, options }: ApiContext): Problem | null {
  if (sessions === null) return null;
  const [scheme = "", token = ""] = (c.req.header("authorization") ?? "").split(/ +/, 2);
  if (scheme.toLowerCase() === "bearer")
    return sessions.isToken(token) ? null : problem("wrong-token", "the token sent is not the one set");
  const cookie = getCookie(c, cookieName);
  if (cookie !== undefined && sessions.isOpen(cookie, options.clock())) return null;
  return problem("unauthorized", "this server asks for a token");
}
