import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { findChromium } from "./chromium.ts";
import { findProgram } from "./find-program.ts";
import { kafkaClassPath } from "./kafka/index.ts";
import { otelcolPath } from "./otelcol.ts";
import { renewLists } from "./renew-lists.ts";

type ServiceName = "chromium" | "kcat" | "kafka" | "otelcol" | "redis" | "prometheus" | "alertmanager";

const preparations: Readonly<Record<ServiceName, () => void>> = {
  chromium: () => {
    if (findChromium() === null) installPackage("chromium");
  },
  kcat: () => installMissing("kcat"),
  kafka: () => {
    installMissing("mvn", "maven");
    attempt(kafkaClassPath);
  },
  otelcol: () => attempt(() => otelcolPath(say)),
  redis: () => installMissing("redis-server"),
  prometheus: () => installMissing("promtool", "prometheus"),
  alertmanager: () => installMissing("amtool", "prometheus-alertmanager"),
};

/**
 * Installs what tests, or these services of them, need beside npm's packages, where that can be done without asking. Does nothing when all is there. What could not be
 * installed is said here; the test that needs it fails and says it again.
 */
export function prepareServices(services?: readonly ServiceName[]): void {
  for (const [name, prepare] of Object.entries(preparations))
    if (services === undefined || services.some((each) => each === name)) prepare();
}

/** What cannot be fetched now fails the test that needs it. */
function attempt(fetch: () => unknown): void {
  try {
    fetch();
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
}

function installMissing(program: string, name: string = program): void {
  if (findProgram([program]) === null) installPackage(name);
}

function installPackage(name: string): void {
  const apt = findProgram(["apt-get"]);
  if (apt === null || process.getuid?.() !== 0) {
    say(`${name} is not installed, and only root with apt-get could do it from here: install it yourself`);
    return;
  }
  say(`installing ${name} (apt-get)`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  // Debian's own upgrades, and another clone, use apt as well: on a machine that was just started for minutes.
  const stale = renewLists(apt, env, { waitMsMax: lockSeconds * 1000, pauseMs: 1000 });
  const words = ["install", "-y", "--no-install-recommends", name];
  const { status, stderr } = spawnSync(apt, ["-qq", "-o", `DPkg::Lock::Timeout=${lockSeconds}`, ...words], {
    encoding: "utf8",
    env,
  });
  if (status !== 0) {
    const lists = stale === null ? "" : `; its lists could not be renewed before: ${stale}`;
    say(`apt-get ${words.join(" ")} failed: ${stderr.trim().slice(-400)}${lists}`);
    return;
  }
  stopDaemon(name);
}

const lockSeconds = 600;

/** Tests start their own; what Debian starts on a machine with systemd would only take its ports. */
function stopDaemon(name: string): void {
  const systemctl = findProgram(["systemctl"]);
  if (systemctl === null || !existsSync("/run/systemd/system")) return;
  spawnSync(systemctl, ["disable", "--now", name], { stdio: "ignore" });
}

function say(text: string): void {
  process.stderr.write(`scepscope: ${text}.\n`);
}
