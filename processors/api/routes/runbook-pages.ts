import { runbookPage, runbooksPage } from "../../page/index.ts";
import type { Router } from "../context.ts";
import type { ApiOptions } from "../options.ts";
import { refusal } from "../refusal.ts";
import type { Site } from "../site.ts";

const still = { active: null, live: { isLive: false } } as const;

/** `/runbooks`, and one page for each alert: a pager's link works without the internet. */
export function addRunbookPages(
  router: Router,
  runbooks: NonNullable<ApiOptions["runbooks"]>,
  site: Site,
): void {
  router.get("/runbooks", () => site.page({ ...still, title: "Runbooks" }, runbooksPage(runbooks.list)));
  router.get("/runbooks/:name", (c) => {
    const name = c.req.param("name");
    const text = runbooks.text(name);
    if (text === undefined) throw refusal("unknown-runbook", `there is no runbook "${name.slice(0, 100)}"`);
    return site.page({ ...still, title: name }, runbookPage(text));
  });
}
