import { dirname } from "node:path";
import type { SourceReport, SourceState } from "../contract/index.ts";
import { folderOfShown, passedBeside } from "../follow/index.ts";
import type { Followed, FollowedPlace, Following, Trouble } from "../follow/index.ts";
import { isReady } from "./sealing.ts";
import { waitsFrom } from "./waits.ts";
import { whoseIs } from "./whose.ts";

/** One report for each host that is named by a file or a place, in order of name. */
export function reportsOf(following: Following, defaultHost: string): readonly SourceReport[] {
  const hosts = besidesOf(following, defaultHost);
  const statesOf = (host: string): SourceState[] => {
    const known = hosts.get(host) ?? [];
    hosts.set(host, known);
    return known;
  };
  const files = Map.groupBy(following.roster.files.values(), ({ host }) => host);
  for (const [host, ofHost] of files) statesOf(host).push(...sourcesOf(following, ofHost));
  for (const place of following.places) {
    const first = place.place.host ?? [...place.hosts.values()][0];
    if (first !== undefined) statesOf(first);
    for (const { at, state } of troublesOf(following, place))
      statesOf(whoseIs(at, place, following.options.hostName) ?? first ?? defaultHost).push(state);
  }
  // Of a place in which nothing was found yet nobody knows whose it is: this machine speaks for it only where nobody else reports.
  if (hosts.size === 0) statesOf(defaultHost);
  return [...hosts].map(([host, sources]) => ({
    type: "sources",
    host,
    readAt: lookedThrough(following, files.get(host) ?? []),
    sources: unique(sources).sort((a, b) => (a.name < b.name ? -1 : 1)),
  }));
}

/** Sources that are no files, where they are not current. */
function besidesOf({ besides }: Following, defaultHost: string): Map<string, SourceState[]> {
  const states = besides.map((source) => troubled(source.name, source));
  return new Map(states.length === 0 ? [] : [[defaultHost, states]]);
}

/** When the last of its logs was looked at: a quiet one is not looked at in each round. Status files are found by their folders, and what is in trouble is not waited for. */
function lookedThrough(following: Following, files: readonly Followed[]): number {
  let at = following.now;
  for (const file of files) {
    // What is known from before the start was met just now, and is looked at in the next round.
    const isLookedAt =
      file.presence === "here" && !isOver(following, file) && file.trouble === null && file.lookedAt > 0;
    if (isLookedAt && file.format !== "status-file" && file.place !== null) at = Math.min(at, file.lookedAt);
  }
  return at;
}

/** It has ended, and not only because its last record was whole. */
function isOver({ now, limits }: Following, { ended, changedAt }: Followed): boolean {
  return ended && now - changedAt >= limits.idleMs;
}

function sourcesOf(following: Following, files: readonly Followed[]): readonly SourceState[] {
  // What has left and was told to have ended is no source any more, nor is what nobody asks for: it is only remembered, in case that it comes back.
  const present = files.filter(
    (file) => file.place !== null && (file.presence !== "gone" || !file.ended || lostFolder(file) !== null),
  );
  const named = Map.groupBy(present, ({ source }) => source);
  const groups =
    named.size <= following.limits.sourcesMax
      ? named
      : Map.groupBy(present, ({ shown }) => `${folderOfShown(shown)}*`);
  return [...groups].flatMap(([name, group]) =>
    [...Map.groupBy(group, ({ format }) => format).values()].map((files) => stateOf(following, name, files)),
  );
}

/** In one pass: a folder of status files may have a hundred thousand. */
function stateOf(following: Following, name: string, files: readonly Followed[]): SourceState {
  let trouble: ReturnType<typeof troubleOf> = null;
  let [isBehind, changedAt, bytesShipped, bytesBehind] = [false, 0, 0, 0];
  for (const file of files) {
    trouble ??= troubleOf(file);
    isBehind ||= isBehindIn(following, file);
    changedAt = Math.max(changedAt, file.modifiedAt);
    bytesShipped += file.bytesShipped;
    bytesBehind += Math.max(0, file.size - file.offset);
  }
  const { condition, detail } = trouble ?? { condition: isBehind ? "behind" : "current", detail: "" };
  return {
    name,
    format: files[0]?.format ?? null,
    condition,
    detail,
    files: files.length,
    bytesShipped,
    bytesBehind,
    changedAt: changedAt > 0 ? Math.floor(changedAt) : null,
    ...waitOf(following, files),
  };
}

/** Of what has to be compared first nobody knows how far it is: until then it has not come further. */
function isBehindIn(following: Following, file: Followed): boolean {
  return file.offset < file.size && (file.isUnclear || isReady(following, file));
}

/** What is written beside may be of any host. */
function waitOf(following: Following, files: readonly Followed[]): Pick<SourceState, "waitsFrom"> {
  let oldest = Math.max(0, passedBeside(following));
  for (const file of files) oldest = Math.min(oldest, waitsFrom(file) ?? oldest);
  return oldest === Number.POSITIVE_INFINITY ? {} : { waitsFrom: oldest };
}

function troubleOf(file: Followed): Pick<Trouble, "condition" | "detail"> | null {
  if (file.presence === "gone") return missing(lostFolder(file));
  if (file.trouble !== null) return file.trouble;
  if (file.place?.disk.hangs() === true)
    return { condition: "failing", detail: `${file.place.place.path}: does not answer` };
  const ofPlace = file.place?.trouble ?? null;
  // Nobody looks at a status file again: only its place tells that it cannot be reached.
  if (file.presence === "here") return file.format === "status-file" ? ofPlace : null;
  return ofPlace ?? missing(file.path);
}

function missing(path: string | null): Pick<Trouble, "condition" | "detail"> | null {
  return path === null ? null : { condition: "missing", detail: `${path}: is not there` };
}

/** The folder that a file has gone with: then nobody knows what is written meanwhile. Null: it went alone, as rotated files do. */
function lostFolder({ place, path }: Followed): string | null {
  if (place === null || place.single !== null) return null;
  const folder = dirname(path);
  return place.folders.has(folder) ? null : folder;
}

/** What keeps a place, a folder or a file that is not followed yet from being read; `at`: its path below the place. */
function troublesOf(
  { roster }: Following,
  place: FollowedPlace,
): readonly { readonly at: string; readonly state: SourceState }[] {
  const { path, name } = place.place;
  const shown = name === "" ? path : name;
  const ofFiles = [...roster.waiting()].filter((waiting) => waiting.place === place);
  const root = { relative: "", trouble: isExpected(place) ? null : place.trouble };
  return [root, ...place.folders.values(), ...ofFiles]
    .flatMap(({ relative: at, trouble }) =>
      trouble === null ? [] : [{ at, state: troubled(at === "" ? shown : at, trouble) }],
    )
    .slice(0, troublesMax);
}

/** On most servers not all the logs are there that could be. */
function isExpected({ place, single, trouble }: FollowedPlace): boolean {
  return place.optional && single === undefined && trouble?.condition === "missing";
}

const troublesMax = 32;

function troubled(name: string, { condition, detail }: Pick<Trouble, "condition" | "detail">): SourceState {
  const nothing = { format: null, files: 0, bytesShipped: 0, bytesBehind: 0, changedAt: null };
  return { name, condition, detail, ...nothing };
}

function unique(sources: readonly SourceState[]): SourceState[] {
  const names = new Set<string>();
  return sources.map((source) => {
    const name = names.has(source.name)
      ? `${source.name} (${source.format ?? source.condition})`
      : source.name;
    names.add(name);
    return { ...source, name };
  });
}
