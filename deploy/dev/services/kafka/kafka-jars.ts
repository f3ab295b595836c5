import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findProgram } from "../find-program.ts";

const here: string = fileURLToPath(new URL(".", import.meta.url));
/** Outside the tree: nothing that is fetched is ever committed. */
const jars: string = fileURLToPath(
  new URL("../../../../node_modules/.cache/scepscope/kafka-4.3.1/", import.meta.url),
);

/** The class path of a real Kafka. Fetched by Maven the first time: 44 MB. Throws with what to do. */
export function kafkaClassPath(): string {
  if (!existsSync(jars)) fetchJars();
  return join(jars, "*");
}

/** Into a folder of its own first: of two processes that fetch at the same time the later one has nothing left to do. */
function fetchJars(): void {
  const maven = findProgram(["mvn"]);
  if (maven === null)
    throw new Error(
      "tests need a real Kafka, and Maven is not there to fetch it. What to do: install Maven and Java 17 or later (Debian and Ubuntu: apt-get install maven), or name a Kafka in SCEPSCOPE_TEST_KAFKA=host:port",
    );
  mkdirSync(dirname(jars), { recursive: true });
  const part = mkdtempSync(join(dirname(jars), "kafka-part-"));
  try {
    const args = ["-q", "-B", "-f", join(here, "pom.xml"), "dependency:copy-dependencies"];
    const { status, stdout } = spawnSync(maven, [...args, `-DoutputDirectory=${part}`], { encoding: "utf8" });
    if (status !== 0)
      throw new Error(
        `Maven could not fetch Kafka: ${stdout.trim().slice(-600)}. What to do: run it again with the network there`,
      );
    moveInto(part);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

function moveInto(part: string): void {
  try {
    renameSync(part, jars);
  } catch (error) {
    if (!existsSync(jars)) throw error;
  }
}
