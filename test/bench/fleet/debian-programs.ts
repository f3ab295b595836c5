import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Programs of the distribution, unpacked into a folder: nothing is installed, and packages that exclude each other stand side by side. */
export interface DebianPrograms {
  /** What their programs need to find their libraries. */
  readonly env: Readonly<Record<string, string>>;
  readonly path: (inRoot: string) => string;
}

/** The packages of rsyslog and syslog-ng with their sinks for Kafka, and what these need. */
const packages = [
  ...["rsyslog", "rsyslog-kafka", "libestr0", "libfastjson4", "liblognorm5"],
  ...["syslog-ng-core", "syslog-ng-mod-rdkafka", "libivykis0", "libnet1", "libwrap0", "libjson-c5"],
  ...["librdkafka1", "libpcre3", "libcap2", "libsystemd0", "libglib2.0-0"],
];
const libraries = ["usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu", "usr/lib/syslog-ng"];

/** Null: this system has no apt, or does not get them. */
export function fetchDebianPrograms(folder: string): DebianPrograms | null {
  const root = join(folder, "root");
  mkdirSync(root, { recursive: true });
  try {
    const quiet = { cwd: folder, stdio: "ignore" } as const;
    execFileSync("apt-get", ["download", ...packages], quiet);
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".deb")))
      execFileSync("dpkg", ["-x", file, root], quiet);
  } catch {
    return null;
  }
  const env = { LD_LIBRARY_PATH: libraries.map((path) => join(root, path)).join(":") };
  return { env, path: (inRoot) => join(root, inRoot) };
}
