import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { setTimeout as after } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { findProgram } from "../find-program.ts";
import { kafkaClassPath } from "./kafka-jars.ts";

/** A process of Java that runs one of Kafka's programs. */
export interface Jvm {
  readonly logFile: string;
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
}

const logging: string = fileURLToPath(new URL("log4j2.properties", import.meta.url));

/**
 * Only the first compiler: a broker of a test lives for seconds. Where the system can, it dies with this process, however that ends: nothing is left behind.
 */
export function runJava(
  words: readonly string[],
  logFile: string,
  options: readonly string[] = ["-Xmx256m", "-XX:TieredStopAtLevel=1"],
): Jvm {
  const java = findProgram(["java"]);
  if (java === null)
    throw new Error(
      "Kafka needs Java 17 or later, and there is none. What to do: install it (Debian and Ubuntu: apt-get install maven brings one)",
    );
  const args = [
    ...options,
    "-XX:+UseSerialGC",
    `-Dlog4j2.configurationFile=file:${logging}`,
    "-cp",
    kafkaClassPath(),
  ];
  const tied = findProgram(["setpriv"]);
  const [program, first] = tied === null ? [java, []] : [tied, ["--pdeathsig", "KILL", java]];
  const file = openSync(logFile, "a");
  const child = spawn(program, [...first, ...args, ...words], { stdio: ["ignore", file, file] });
  closeSync(file);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { logFile, child, ended };
}

/** Until its log says this behind the first `from` characters. Throws with the end of the log when it ends before, or says nothing for too long. */
export async function untilSaid(jvm: Jvm, words: string, from: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < 90_000; waitedMs += 50) {
    const said = readFileSync(jvm.logFile, "utf8").slice(from);
    if (said.includes(words)) return;
    if (jvm.child.exitCode !== null || jvm.child.signalCode !== null) break;
    await after(50);
  }
  const said = readFileSync(jvm.logFile, "utf8");
  throw new Error(`Kafka did not start; ${jvm.logFile} ends with:\n${said.slice(-2000)}`);
}
