import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { findChromium } from "./chromium.ts";
import { findProgram } from "./find-program.ts";
import { kafkaClassPath } from "./kafka/index.ts";
import { otelcolPath } from "./otelcol.ts";

/**
 * Installs what tests need beside npm's packages, where that can be done without asking. Does nothing when all is there. What could not be
 * installed is said here; the test that needs it fails and says it again.
 */
export function prepareServices(): void {
  if (findChromium() === null) installPackage("chromium");
  if (findProgram(["kcat"]) === null) installPackage("kcat");
  if (findProgram(["mvn"]) === null) installPackage("maven");
  attempt(kafkaClassPath);
  attempt(() => otelcolPath(say));
  for (const [program, unit] of withUnits) {
    if (findProgram([program]) !== null) continue;
    installPackage(unit);
    stopUnit(unit);
  }
}

/** A program, and the package that brings it, which has the name of its unit. */
const withUnits = [
  ["redis-server", "redis-server"],
  ["promtool", "prometheus"],
  ["amtool", "prometheus-alertmanager"],
] as const;

/** What cannot be fetched now fails the test that needs it. */
function attempt(fetch: () => unknown): void {
  try {
    fetch();
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
}

/** Tests start their own: what the package has started would only take a port. Machines without systemd start nothing. */
function stopUnit(name: string): void {
  const systemctl = findProgram(["systemctl"]);
  if (systemctl !== null) spawnSync(systemctl, ["disable", "--now", name]);
}

function installPackage(name: string): void {
  const apt = findProgram(["apt-get"]);
  if (apt === null || process.getuid?.() !== 0) {
    say(`${name} is not installed, and only root with apt-get could do it from here: install it yourself`);
    return;
  }
  say(`installing ${name} for the tests (apt-get)`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const words of [["update"], ["install", "-y", "--no-install-recommends", name]]) {
    const { status, stderr } = spawnSync(apt, ["-qq", ...words], { encoding: "utf8", env });
    if (status === 0) continue;
    say(`apt-get ${words.join(" ")} failed: ${stderr.trim().slice(-400)}`);
    return;
  }
  stopDaemon(name);
}

/** Tests start their own; what Debian starts on a machine with systemd would only take its ports. */
function stopDaemon(name: string): void {
  const systemctl = findProgram(["systemctl"]);
  if (systemctl === null || !existsSync("/run/systemd/system")) return;
  spawnSync(systemctl, ["disable", "--now", name], { stdio: "ignore" });
}

function say(text: string): void {
  process.stderr.write(`scepscope: ${text}.\n`);
}
