import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";
import { chromiumPath } from "../../deploy/dev/services/chromium.ts";

/** A real browser without a window. Root has no sandbox to put it in. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    chromiumSandbox: process.getuid?.() !== 0,
    // What the page loads is our own server; the browser shall not look for updates of itself meanwhile.
    args: ["--disable-background-networking", "--disable-component-update"],
  });
}

export interface View {
  readonly page: Page;
  /** What the browser complained of: errors of scripts, and what the policy of the page refused. */
  readonly complaints: readonly string[];
}

export interface ViewOptions {
  readonly width?: number;
  readonly dark?: boolean;
  readonly script?: boolean;
}

export async function openView(browser: Browser, url: string, options: ViewOptions = {}): Promise<View> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: options.width ?? 1280, height: 900 },
    colorScheme: options.dark === true ? "dark" : "light",
    javaScriptEnabled: options.script ?? true,
    timezoneId: "Europe/Berlin",
    locale: "en-GB",
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  return { page, complaints };
}
