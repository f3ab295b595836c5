import { findProgram } from "./find-program.ts";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The browser in which the page is tested. */
export function findChromium(): string | null {
  return findProgram(names);
}

/** The same, for a test: without it the test fails, and says what to do. */
export function chromiumPath(): string {
  const path = findChromium();
  if (path !== null) return path;
  throw new Error(
    "the page is tested in a real browser, and none is installed. What to do: install Chromium (Debian and Ubuntu: apt-get install chromium) and run the test again",
  );
}
