import { bodyLimit } from "hono/body-limit";
import { deleteCookie, setCookie } from "hono/cookie";
import { loginPage } from "../../page/index.ts";
import type { ApiContext, Router } from "../context.ts";
import { cookieName } from "../guards/admit.ts";
import { problem, problemResponse } from "../problem.ts";
import { refusal } from "../refusal.ts";
import type { Site } from "../site.ts";

/** For browsers: the token once, in a form; then a cookie that no script can read and no other site can send. */
export function addLoginRoutes(router: Router, { options, limits, sessions }: ApiContext, site: Site): void {
  const form = (next: string, isWrong: boolean): Response =>
    site.page(
      { title: "Log in", active: null, live: { isLive: false }, isBare: true },
      loginPage({ next, isWrong }),
      isWrong ? 403 : 200,
    );
  const bound = bodyLimit({
    maxSize: limits.bodyBytesMax,
    onError: () => problemResponse(problem("body-too-large", `more than ${limits.bodyBytesMax} bytes came`)),
  });
  router.get("/login", (c) => {
    const next = ownPath(c.req.query("next"));
    return sessions === null ? c.redirect(next, 303) : form(next, false);
  });
  router.post("/login", bound, async (c) => {
    if (sessions === null) return c.redirect("/", 303);
    refuseForeignOrigin(c.req.header("origin"), c.req.header("host"));
    const body = await c.req.parseBody();
    const next = ownPath(body["next"]);
    const token = body["token"];
    if (typeof token !== "string" || !sessions.isToken(token.trim())) return form(next, true);
    setCookie(c, cookieName, sessions.open(options.clock()), {
      httpOnly: true,
      sameSite: "Strict",
      path: "/",
      maxAge: Math.floor(limits.sessionMsMax / 1000),
      secure: c.req.header("x-forwarded-proto") === "https",
    });
    return c.redirect(next, 303);
  });
  router.post("/logout", (c) => {
    deleteCookie(c, cookieName, { path: "/" });
    return c.redirect("/login", 303);
  });
}

/** Where to go after the login: only to a path of ours, whatever the link to the login said. */
function ownPath(next: unknown): string {
  return typeof next === "string" && /^\/(?![/\\])[\x21-\x7E]*$/.test(next) ? next : "/";
}

/** Another site could log a browser in under its own token, and then see nothing; but it shall not even try. */
function refuseForeignOrigin(origin: string | undefined, host: string | undefined): void {
  if (origin === undefined || origin === "null") return;
  if (URL.parse(origin)?.host !== host)
    throw refusal("foreign-origin", `the form came from ${origin.slice(0, 100)}`);
}
