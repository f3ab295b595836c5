import { layout, pageText, problemPage, readAssets } from "../page/index.ts";
import type { Asset, Html, Shell } from "../page/index.ts";
import type { ApiOptions } from "./options.ts";
import type { Problem } from "./problem.ts";

/** Pages as answers: all have the same frame. */
export interface Site {
  readonly assets: readonly Asset[];
  page(shell: PageShell, body: Html, status?: number): Response;
  problem(told: Problem): Response;
}

export type PageShell = Omit<Shell, "assets" | "isGuarded" | "unready">;

export function createSite({
  auth,
  ready,
  deaf = () => null,
}: Pick<ApiOptions, "auth" | "ready" | "deaf">): Site {
  const { style, script, icon } = readAssets();
  const assets = { style: style.path, script: script.path, icon: icon.path };
  const page: Site["page"] = (shell, body, status = 200) =>
    new Response(
      pageText(layout({ ...shell, assets, isGuarded: auth !== null, unready: unreadyOf(shell) }, body)),
      {
        status,
        headers: { "content-type": "text/html; charset=utf-8" },
      },
    );
  const unreadyOf = ({ live }: PageShell): string | null => {
    const now = live.isLive ? ready() : null;
    if (now === null) return null;
    return now.isReady ? deaf() : now.reason;
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
