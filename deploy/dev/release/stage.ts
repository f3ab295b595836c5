import { execFile } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { extract } from "tar";
import { nodeOfPlatform } from "../../cli/pinned-node.mjs";
import { npmCommand } from "../install.mjs";
import { launcherOf } from "./launcher.ts";

const run = promisify(execFile);
const repository = fileURLToPath(new URL("../../../", import.meta.url));

/** What of the repository runs, or is read by who runs it: all but tests, of which the demo needs the simulator, and scripts of a developer. */
const wanted = ["collectors", "processors", "alerts", "deploy", "test/simulation", "package.json"];
const beside = ["package-lock.json", ".npmrc", "README.md", "CHANGELOG.md", "LICENSE"];
const unwanted = [":(exclude)deploy/dev", ":(exclude)deploy/cli/pinned-node.d.mts"];

/** The commit that is packed, and when it was made, in ms: archives bear that time, so that the same commit gives the same bytes. */
export interface Commit {
  readonly id: string;
  readonly at: number;
  readonly version: string;
  /** The work tree has changes that are not in it. */
  readonly isBehind: boolean;
}

export async function lastCommit(): Promise<Commit> {
  const [{ stdout: head }, { stdout: packed }, { stdout: status }] = await Promise.all([
    git("log", "-1", "--format=%H %ct"),
    git("show", "HEAD:package.json"),
    git("status", "--porcelain"),
  ]);
  const [id = "", seconds = "0"] = head.trim().split(" ");
  const version = /"version": "([^"]+)"/.exec(packed)?.[1] ?? "unknown";
  return { id, at: Number(seconds) * 1000, version, isBehind: status.trim() !== "" };
}

/** Fills the folder with what an archive of the platform holds. Throws what git or npm said where one of them failed. */
export async function stage(folder: string, platform: string, { id }: Commit): Promise<void> {
  const node = nodeOfPlatform.get(platform) ?? "";
  mkdirSync(folder, { recursive: true });
  const sources = join(folder, "sources.tar");
  await git("archive", "--format=tar", `--output=${sources}`, id, "--", ...wanted, ...beside, ...unwanted);
  await extract({ file: sources, cwd: folder });
  rmSync(sources);
  await installInto(folder, platform);
  // What a Node brings for those who compile against it: a third of it.
  for (const part of ["include", "share"])
    rmSync(join(folder, "node_modules", node.split("/")[0] ?? "", part), { recursive: true, force: true });
  if (!existsSync(join(folder, "node_modules", node)))
    throw new Error(`npm installed no Node for ${platform}: node_modules/${node} is missing`);
  const { name, text } = launcherOf(platform, node);
  writeFileSync(join(folder, name), text, { mode: 0o755 });
  writeFileSync(join(folder, "REVISION"), `${id}\n`);
}

/** The libraries of that platform, without the traces of npm: who unpacks an archive has none. */
async function installInto(folder: string, platform: string): Promise<void> {
  const [os = "", cpu = ""] = platform.split("-");
  const { program, first, options } = npmCommand();
  const words = ["ci", "--omit=dev", `--os=${os}`, `--cpu=${cpu}`, "--libc=glibc", "--ignore-scripts"];
  await run(program, [...first, ...words, "--loglevel=error"], { cwd: folder, ...options });
  for (const trace of [".npmrc", "package-lock.json", "node_modules/.bin", "node_modules/.package-lock.json"])
    rmSync(join(folder, trace), { recursive: true, force: true });
}

function git(...words: readonly string[]): Promise<{ readonly stdout: string }> {
  return run("git", ["-C", repository, ...words], { maxBuffer: 64 << 20 });
}
