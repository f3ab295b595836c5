import { statSync } from "node:fs";
import { basename } from "node:path";
import { crc32 } from "node:zlib";
import { codeOf } from "../contract/index.ts";
import type { ArchiveBytes } from "./archive-bytes.ts";
import { argumentNames } from "./argument-names.ts";
import { bundleLimits, seedBytes, startBytes } from "./bundle.ts";
import type { Bundle, BundleFile, BundleLimits, LookedFile, Unreadable } from "./bundle.ts";
import { findDuplicates } from "./duplicates.ts";
import { findFiles } from "./find-files.ts";
import type { FoundFile } from "./found-file.ts";
import { findOutgrown } from "./outgrown.ts";
import type { Wanted } from "./globs.ts";
import { hostsOf } from "./host-of.ts";
import { isReadFailure } from "./read-failure.ts";
import { hintFor } from "./other-forms.ts";
import { headBytesMax, sniff } from "./sniff.ts";
import type { Sniffed } from "./sniff.ts";

export interface BundleOptions {
  readonly limits?: Partial<BundleLimits>;
  /** Which files below a folder; left out: all. */
  readonly wanted?: Wanted;
  /** Files found so far, for a progress display. */
  readonly onProgress?: (files: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Finds the log files below the arguments, tells their formats and hosts, and sorts out duplicates.
 * No content is kept. Throws only when aborted, or for a mistake of ours: what cannot be read is in `unreadable`.
 */
export async function openBundle(paths: readonly string[], options: BundleOptions = {}): Promise<Bundle> {
  const limits = { ...bundleLimits, ...options.limits };
  const archives: ArchiveBytes[] = [];
  const files: LookedFile[] = [];
  const unreadable: Unreadable[] = [];
  const useless: { path: string; why: "missing" | "empty" | "no-log" }[] = [];
  const names = argumentNames(paths);
  for (const [index, path] of paths.entries()) {
    const name = names[index] ?? "";
    const looked = await lookAt(
      findFiles({ index, path, limits, archives, wanted: options.wanted }),
      options,
    );
    // The argument itself is told as it was given.
    for (const one of looked.unreadable)
      unreadable.push(one.path === path ? one : { ...one, path: below(name, one.path) });
    files.push(...bundleFiles(looked.logs, { name, base: basename(path) }));
    if (looked.logs.length === 0) useless.push({ path, why: whyUseless(path, looked.unreadable) });
  }
  const { distinct, copies } = await sortOut(names.includes("") ? files : withNeighbours(files));
  return {
    files: distinct,
    unreadable: [...unreadable, ...copies],
    useless,
    close: () => archives.splice(0).forEach((archive) => archive.close()),
  };
}

interface Log {
  readonly found: FoundFile;
  readonly sniffed: Sniffed;
  readonly checksums: Pick<LookedFile, "startChecksum" | "seedChecksum">;
}

async function lookAt(
  found: AsyncIterable<FoundFile | Unreadable>,
  options: BundleOptions,
): Promise<{ logs: Log[]; unreadable: Unreadable[] }> {
  const logs: Log[] = [];
  const unreadable: Unreadable[] = [];
  const head = Buffer.allocUnsafeSlow(headBytesMax);
  for await (const one of found) {
    options.signal?.throwIfAborted();
    const looked = "reason" in one ? one : await lookInto(one, head);
    if ("reason" in looked) unreadable.push(looked);
    else logs.push(looked);
    options.onProgress?.(logs.length);
  }
  logs.sort((a, b) => (a.found.path < b.found.path ? -1 : a.found.path > b.found.path ? 1 : 0));
  return { logs, unreadable };
}

/** `buffer` is used again for the next file. */
async function lookInto(found: FoundFile, buffer: Buffer): Promise<Log | Unreadable> {
  const { path, bytes } = found;
  try {
    const head = await headOf(found, buffer);
    const sniffed = sniff(head, path);
    if (sniffed !== null) return { found, sniffed, checksums: checksumsOf(head) };
    const detail = bytes === 0 ? "the file is empty" : hintFor(head);
    return { path, bytes, reason: "file.unknown-format", detail };
  } catch (error) {
    if (!isReadFailure(error)) throw error;
    return { path, bytes, reason: error.reason, detail: error.message };
  }
}

function checksumsOf(head: Buffer): Log["checksums"] {
  return {
    startChecksum: crc32(head.subarray(0, startBytes)),
    seedChecksum: crc32(head.subarray(0, seedBytes)),
  };
}

async function headOf(found: FoundFile, buffer: Buffer): Promise<Buffer> {
  const reader = await found.open(0);
  try {
    return buffer.subarray(0, await reader.read(buffer.subarray(0, found.bytes)));
  } finally {
    reader.close();
  }
}

function bundleFiles(
  logs: readonly Log[],
  argument: { readonly name: string; readonly base: string },
): LookedFile[] {
  const hosts = hostsOf(
    logs.map(({ found, sniffed }) => ({ path: found.path, format: sniffed.format })),
    argument.base,
  );
  return logs.map(({ found, sniffed, checksums }, index) => ({
    source: {
      id: `${found.argument}:${found.id}`,
      host: hosts[index] ?? "",
      path: below(argument.name, found.path),
      format: sniffed.format,
      encoding: sniffed.encoding,
      modifiedAt: found.modifiedAt,
    },
    bytes: found.bytes,
    open: found.open,
    ...checksums,
  }));
}

/** With the name of its argument before it, so that two with the same path can be told apart; one argument has none. */
function below(name: string, path: string): string {
  return name === "" ? path : `${name}/${path}`;
}

/**
 * Files whose own argument tells no host: as the folders of one argument would be, arguments are hosts where they are named so, or where two hold what comes from a server.
 * Else all of them are of one host: its logs may have been named one by one.
 */
function withNeighbours(files: readonly LookedFile[]): readonly LookedFile[] {
  const untold = files.filter(({ source }) => source.host === "");
  const hosts = hostsOf(
    untold.map(({ source: { path, format } }) => ({ path, format })),
    "",
  );
  const told = new Map(untold.map((file, index) => [file, hosts[index] ?? ""]));
  return files.map((file) => {
    const host = told.get(file) ?? "";
    return host === "" ? file : { ...file, source: { ...file.source, host } };
  });
}

/** A file that is there twice, or a second time as it was before it grew, is read once. */
async function sortOut(
  files: readonly LookedFile[],
): Promise<{ readonly distinct: LookedFile[]; readonly copies: readonly Unreadable[] }> {
  const duplicates = await findDuplicates(files);
  const different = files.filter((file) => !duplicates.has(file));
  const outgrown = await findOutgrown(different);
  return {
    distinct: different.filter((file) => !outgrown.has(file)),
    copies: [
      ...[...duplicates].map(([file, first]) => duplicate(file, `same content as ${first.source.path}`)),
      ...[...outgrown].map(([file, longer]) => duplicate(file, `an earlier copy of ${longer.source.path}`)),
    ],
  };
}

function whyUseless(path: string, unreadable: readonly Unreadable[]): "missing" | "empty" | "no-log" {
  if (unreadable.length === 0) return "empty";
  return isMissing(path) ? "missing" : "no-log";
}

function isMissing(path: string): boolean {
  try {
    statSync(path);
    return false;
  } catch (error) {
    return codeOf(error) === "ENOENT";
  }
}

function duplicate(file: BundleFile, detail: string): Unreadable {
  return { path: file.source.path, bytes: file.bytes, reason: "file.duplicate", detail };
}
