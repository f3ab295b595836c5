import { findProgram } from "./find-program.ts";

/** What Debian's packages prometheus and prometheus-alertmanager bring. */
export type ServiceProgram = "prometheus" | "promtool" | "prometheus-alertmanager" | "amtool";

/** Path of a program that tests run as it is; without it the test fails, and says what to do. */
export function serviceProgram(name: ServiceProgram): string {
  const path = findProgram(name === "prometheus-alertmanager" ? [name, "alertmanager"] : [name]);
  if (path !== null) return path;
  throw new Error(
    `rules and routes are tested with the real ${name}, which is not installed. What to do: install it (Debian and Ubuntu: apt-get install prometheus prometheus-alertmanager) and run the test again`,
  );
}
