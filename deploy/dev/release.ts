import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { readFlags } from "./read-flags.ts";
import { pack } from "./release/pack.ts";
import { readReleaseFlags, releaseUsage } from "./release/release-flags.ts";
import { lastCommit, stage } from "./release/stage.ts";

/** `npm run release`: archives that are unpacked and run, for servers without npm and without the internet. */
const { out, platforms } = readFlags(releaseUsage, readReleaseFlags) ?? process.exit();

const commit = await lastCommit();
if (commit.isBehind) say("The work tree has changes that are not committed: they are not in it.");
const box = mkdtempSync(join(tmpdir(), "scepscope-release-"));
try {
  mkdirSync(out, { recursive: true });
  const sums: string[] = [];
  for (const platform of platforms) {
    const folder = join(box, `scepscope-${commit.version}-${platform}`);
    await stage(folder, platform, commit);
    const archive = await pack(folder, platform, commit.at);
    const name = basename(archive);
    copyFileSync(archive, join(out, name));
    const bytes = readFileSync(archive);
    const sum = createHash("sha256").update(bytes).digest("hex");
    sums.push(`${sum}  ${name}\n`);
    say(`${join(out, name)}  ${(bytes.length / 1e6).toFixed(1)} MB  SHA-256 ${sum}`);
    for (const made of [folder, archive]) rmSync(made, { recursive: true });
  }
  writeFileSync(join(out, "SHA256SUMS"), sums.join(""));
} finally {
  rmSync(box, { recursive: true, force: true, maxRetries: 3 });
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
