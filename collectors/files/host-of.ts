import { serverFormats } from "../contract/index.ts";

/** A file as far as the guess of its host needs it. */
export interface Placed {
  /** Relative to its argument. */
  readonly path: string;
  readonly format: string;
}

/**
 * Which host each file comes from, guessed from folders alone; `""` when nothing tells. The name inside of the logs
 * wins later. The rule, for the files of one argument:
 *
 * 1. Folders that hold everything (`bundle/…`) are passed over, unless such a folder is named like a host and does not hold hosts itself: `web22/ndes01`, `web22/ndes02`.
 * 2. The first folder (or archive) below is the host, if it is not a known log folder (`IIS`, `W3SVC1`, `winevt`, …) and
 *    - it is named like a host: a domain name of three parts, or two letters or more with a number at the end (`NDES01`); or
 *    - at least two of its neighbours are named like hosts; or
 *    - a neighbour holds the same format: two sets of IIS logs come from two hosts, `IIS/` and `CRP/` from one; or
 *    - a neighbour is a host and holds the same format, one that only servers write: then its name may be one that people give to copies, such as `backup`.
 * 3. Else the archive itself, if it is named like a host (`ndes01.zip`).
 */
export function hostsOf(files: readonly Placed[], argumentName: string): readonly string[] {
  const fallback = /\.zip$/i.test(argumentName) ? strictHost(argumentName) : "";
  const level = wrapperDepth(files.map((file) => file.path));
  const folders = files.map((file) => folderAt(file.path, level));
  const hosts = hostFolders(files, folders);
  return folders.map((folder) => hosts.get(folder) ?? fallback);
}

/**
 * The device that the log of a phone or tablet comes from: such logs name nobody, and people keep them in a folder, or under a file name, that does.
 * The nearest folder that is named for something and is no server's, else the file's name; with the folders above it where that stands for
 * several files, since logs of two phones must never mix. Expects the logs of devices only; `isServer` is asked for lower-case names.
 */
export function devicesOf(paths: readonly string[], isServer: (name: string) => boolean): readonly string[] {
  const found = paths.map((path) => deviceFolder(path, isServer));
  const stems = Map.groupBy(
    paths.filter((_, index) => found[index] === ""),
    stemOf,
  );
  return paths.map((path, index) => {
    const folder = found[index] ?? "";
    if (folder !== "") return folder;
    const stem = stemOf(path);
    const folders = new Set(stems.get(stem)?.map((each) => folderOf(each)));
    return folders.size > 1 ? [folderOf(path), stem].filter((part) => part !== "").join("/") : stem;
  });
}

function deviceFolder(path: string, isServer: (name: string) => boolean): string {
  const folders = path.toLowerCase().split("/").slice(0, -1);
  return folders.findLast((name) => namesDevice(name) && !isServer(name)) ?? "";
}

/**
 * Some part of the name is neither a number nor what anybody calls a folder of logs: `android-7f01`, `Anna's phone`. Or it says what a device is, and which one:
 * `android-404241`.
 */
function namesDevice(folder: string): boolean {
  const parts = folder.split(/[^\p{L}\d]+/u);
  const isNamed = parts.some((part) => /\p{L}{2}|\p{L}\d|\d\p{L}/u.test(part) && !folderWords.has(part));
  return isNamed || (numberedDevice.test(folder) && !dated.test(folder));
}

const numberedDevice = /^(?:android|ios|macos|mac|windows|phone|device|client|mobile|user)[^\p{L}\d]+\d+$/u;
const dated = /(?<!\d)(?:19|20)\d\d[01]\d[0-3]\d$/;

function folderOf(path: string): string {
  return path.split("/").slice(0, -1).join("/").toLowerCase();
}

/** `OMADM_1.log` continues `OMADM.log`; elsewhere a number tells one device from another. */
function stemOf(path: string): string {
  const name = (path.split("/").at(-1) ?? "").toLowerCase().replace(/(?:\.(?:log|txt|lo_|old|gz))+$/, "");
  return name.replace(/^(omadm|cloudextension)[\s._-]?\(?\d{1,4}\)?$/, "$1");
}

/** How many leading folders all files have in common, up to the first that is a host's. */
function wrapperDepth(paths: readonly string[]): number {
  for (let depth = 0; depth < 8; depth += 1) {
    const first = folderAt(paths[0] ?? "", depth);
    if (first === "" || paths.some((path) => folderAt(path, depth) !== first)) return depth;
    if (strictHost(first) !== "" && !holdsHosts(paths, depth + 1)) return depth;
  }
  return 8;
}

/** Several folders there are named like hosts, or the only one is. */
function holdsHosts(paths: readonly string[], depth: number): boolean {
  const hosts = paths.map((path) => strictHost(folderAt(path, depth)));
  return new Set(hosts.filter((host) => host !== "")).size > 1 || !hosts.includes("");
}

/** The folder at a depth, `""` when the file lies above it. */
function folderAt(path: string, depth: number): string {
  const parts = path.split("/", depth + 2);
  return parts.length > depth + 1 ? (parts[depth] ?? "") : "";
}

function hostFolders(files: readonly Placed[], folders: readonly string[]): ReadonlyMap<string, string> {
  const formats = new Map<string, Set<string>>();
  files.forEach((file, index) => {
    const folder = folders[index] ?? "";
    if (looseHost(folder) === "") return;
    const known = formats.get(folder) ?? new Set();
    formats.set(folder, known.add(file.format));
  });
  const strict = [...formats.keys()].filter((folder) => strictHost(folder) !== "");
  const holders = new Map<string, number>();
  for (const known of formats.values())
    for (const format of known) holders.set(format, (holders.get(format) ?? 0) + 1);
  const hosts = new Map<string, string>();
  for (const [folder, known] of formats) {
    const isRepeated = [...known].some((format) => (holders.get(format) ?? 0) > 1);
    if (strict.length >= 2 || isRepeated || strict.includes(folder)) hosts.set(folder, looseHost(folder));
  }
  addServers(hosts, files, folders);
  return hosts;
}

/** Beside hosts, what holds such a log of a server as one of them does is a host too. */
function addServers(hosts: Map<string, string>, files: readonly Placed[], folders: readonly string[]): void {
  const held = new Set(
    files.flatMap(({ format }, index) => (hosts.has(folders[index] ?? "") ? [format] : [])),
  );
  files.forEach(({ format }, index) => {
    const folder = folders[index] ?? "";
    if (hosts.has(folder) || !serverFormats.has(format) || !held.has(format)) return;
    const host = plainHost(folder);
    const words = wordsOf(host).filter((word) => word.length > 1);
    if (words.some((word) => !folderWords.has(word) || copyWords.has(word)) && !noServer.test(host))
      hosts.set(folder, host);
  });
}

/** The host that a name clearly stands for, lower case, else `""`. */
function strictHost(name: string): string {
  const host = looseHost(name);
  const isDomainName =
    /^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){2,6}$/.test(host) ||
    /\.(?:local|lan|corp|intern|internal|test|ad)$/.test(host);
  const isNetBios = /^[a-z][a-z-]{1,11}\d{1,4}$/.test(host) && host.length <= 15 && !noServer.test(host);
  return isDomainName || isNetBios ? host : "";
}

/** With a number: a day, a case, a site of IIS, a phone. */
const noServer =
  /^(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december|inc|incident|chg|req|site|iphone|ipad)-?\d/;

/** The name as a host, if it can be one at all and is no usual name of a log folder. */
function looseHost(name: string): string {
  const host = plainHost(name);
  const words = wordsOf(host).filter((word) => folderWords.has(word));
  const isServer = /^[a-z-]+\d{1,4}$/.test(labelOf(host)) && words.every((word) => serverWords.has(word));
  return words.length === 0 || isServer ? host : "";
}

/** The name as a host, if it can be one at all. */
function plainHost(name: string): string {
  const host = name.replace(/\.zip$/i, "").toLowerCase();
  return /^[a-z0-9][a-z0-9.-]{0,250}$/.test(host) && /[a-z]/.test(host) ? host : "";
}

function wordsOf(host: string): readonly string[] {
  return labelOf(host).split(/[^a-z]+/);
}

function labelOf(host: string): string {
  return host.split(".", 1)[0] ?? "";
}

/** Words of folders that are words of servers too, where a number follows: `INTUNE01`, `ndes-test01`. */
const serverWords: ReadonlySet<string> = new Set([
  "intune",
  "connector",
  "server",
  "servers",
  "mobile",
  "test",
  "tests",
]);

/** What people call a folder that they keep the logs of a server in. */
const copyWords: ReadonlySet<string> = new Set([
  ...serverWords,
  ..."backup archive copy old new export exports collected sample samples demo".split(" "),
]);

/** Words of folders that are no hosts: what Windows, the connector, and people who collect logs call them. */
const folderWords: ReadonlySet<string> = new Set(
  (
    "iis inetpub logfiles logs log httperr wsvc svc system windows winevt evt evtx event events eventlog eventlogs application security operational admin " +
    "certificaterequeststatus processing succeed failed ndespolicymodule ndesconnectorsvc ndesplugin connector plugin intune microsoft program programdata files " +
    "users user device devices phone phones client clients android ios macos mac mobile server servers export exports xml csv txt json " +
    "bundle case ticket support collected collection backup archive copy part day week month run sample samples test tests tmp temp data disk vol volume old new scepscope demo"
  ).split(" "),
);
