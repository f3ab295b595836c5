import { layout, pageText, problemPage, readAssets } from "../page/index.ts";
import type { Asset, Html, Shell } from "../page/index.ts";
import { incompleteOf } from "./incomplete.ts";
import type { ApiOptions } from "./options.ts";
import type { Problem } from "./problem.ts";

/** Pages as answers: all have the same frame. */
export interface Site {
  readonly assets: readonly Asset[];
  page(shell: PageShell, body: Html, status?: number): Response;
  problem(told: Problem): Response;
}

export type PageShell = Omit<Shell, "assets" | "isGuarded" | "unready">;

export function createSite(options: Pick<ApiOptions, "auth" | "ready" | "deaf" | "partial">): Site {
  const { style, script, icon } = readAssets();
  const assets = { style: style.path, script: script.path, icon: icon.path };
  const page: Site["page"] = (shell, body, status = 200) => {
    const unready = shell.live.isLive ? incompleteOf(options) : null;
    const isGuarded = options.auth !== null;
    return new Response(pageText(layout({ ...shell, assets, isGuarded, unready }, body)), {
      status,
      headers: { "content-type": "text/html; charset=utf-8" },
    });
  };
  return {
    assets: [style, script, icon],
    page,
    problem: (told) =>
      page({ title: told.title, active: null, live: { isLive: false } }, problemPage(told), told.status),
  };
}

/** Whether a person looks at the answer. */
export function wantsPage(path: string, accept: string | undefined): boolean {
  return (accept ?? "").includes("text/html") && !machinePaths.test(path);
}

const machinePaths = /^\/(?:api|-|assets)\/|^\/(?:metrics|openapi\.json)$/;
