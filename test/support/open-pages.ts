import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { apiServer } from "./api-server.ts";
import type { ApiServer } from "./api-server.ts";
import { openBrowser, openView } from "./browser.ts";
import type { View, ViewOptions } from "./browser.ts";

export interface Pages {
  /** A server with made requests; there once the tests run, as is the browser. */
  readonly api: ApiServer;
  readonly browser: Browser;
  /** A page of it, in a context of its own. */
  readonly look: (path: string, options?: ViewOptions) => Promise<View>;
}

/** A server and a real browser for the tests of a file: opened before the first, closed behind the last. */
export function openPages(): Pages {
  let api: ApiServer;
  let browser: Browser;
  beforeAll(async () => {
    [api, browser] = await Promise.all([apiServer(), openBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await api.close();
  });
  return {
    get api() {
      return api;
    },
    get browser() {
      return browser;
    },
    look: async (path, options) => {
      const view = await openView(browser, api.server.url, options);
      await view.page.goto(path);
      return view;
    },
  };
}
