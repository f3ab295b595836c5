import { namingFormats } from "../../collectors/contract/index.ts";
import type { Format, SourceFile } from "../../collectors/contract/index.ts";
import { devicesOf } from "../../collectors/index.ts";
import type { BundleFile } from "../../collectors/index.ts";
import { hostOf, isOfServer, onlyNameOf } from "../../processors/index.ts";
import type { LogRecord } from "../../processors/index.ts";
import { firstRecords } from "./first-records.ts";

/** The host of a record of a file; `inside` is the name in the record itself, `""` if it has none. */
export type HostNames = (file: SourceFile, inside: string) => string;

/**
 * Who wrote each file. A name inside of a record wins, then the first name in its file. Files without names (IIS, HTTPERR, NDESPlugin.log, status files)
 * belong to the server that the other files of the same folder name: the registration point first, since it runs on the NDES
 * host, then whoever wrote NDES or connector events, then the only name there is. Else the folder's name stands.
 * Logs of phones and tablets name nobody: each has a host of its own, named after the nearest folder that is no server's, else after the file.
 *
 * `NDES01` and `ndes01.contoso.test` are one host; it is called `ndes01`, unless two domains have an `ndes01`.
 */
export async function resolveHosts(files: readonly BundleFile[]): Promise<HostNames> {
  const groups = new Map<string, Group>();
  const own = new Map<string, string>();
  for (const file of files) {
    if (!namingFormats.has(file.source.format)) continue;
    const group = groups.get(file.source.host) ?? emptyGroup();
    groups.set(file.source.host, group);
    const names = (await firstRecords(file))
      .map((record) => note(group, record))
      .filter((name) => name !== "");
    if (names[0] !== undefined) own.set(file.source.id, names[0]);
  }
  const canonical = canonicalNames([...groups.keys(), ...[...groups.values()].flatMap(namesOf)]);
  const servers = new Map(
    [...groups].map(([folder, group]) => [folder, serverOf(group, canonical)] as const),
  );
  const devices = deviceNames(files, [...groups.values()].flatMap(namesOf).map(canonical));
  return (file, inside) => {
    const named = plainName(inside) || (own.get(file.id) ?? "");
    if (named !== "") return canonical(named);
    const server = devices.get(file.id) ?? servers.get(file.host) ?? "";
    return server === "" ? canonical(file.host) : server;
  };
}

/** By file, for the logs of devices. */
function deviceNames(files: readonly BundleFile[], servers: readonly string[]): ReadonlyMap<string, string> {
  const logs = files.filter((file) => deviceFormats.has(file.source.format));
  const known = new Set(servers);
  for (const { source } of files) if (!deviceFormats.has(source.format)) known.add(source.host);
  const names = devicesOf(
    logs.map((file) => file.source.path),
    (name) => known.has(name) || known.has(labelOf(name)),
  );
  return new Map(logs.map((file, index) => [file.source.id, names[index] ?? ""]));
}

const deviceFormats: ReadonlySet<Format> = new Set<Format>(["omadm", "console"]);

interface Group {
  /** Names in service traces, in NDES and connector events, in any event. */
  readonly traces: Set<string>;
  readonly servers: Set<string>;
  readonly events: Set<string>;
}

function emptyGroup(): Group {
  return { traces: new Set(), servers: new Set(), events: new Set() };
}

function namesOf({ traces, servers, events }: Group): string[] {
  return [...traces, ...servers, ...events];
}

/** The name in a record, which is entered in its group. */
function note(group: Group, record: LogRecord): string {
  const name = hostOf(record);
  if (name === "") return "";
  if (record.format === "svclog") group.traces.add(name);
  else group.events.add(name);
  if (isOfServer(record)) group.servers.add(name);
  return name;
}

function serverOf({ traces, servers, events }: Group, canonical: (name: string) => string): string {
  return onlyNameOf([traces, servers, events].map((rank) => [...rank].map(canonical)));
}

function canonicalNames(names: readonly string[]): (name: string) => string {
  const domains = new Map<string, Set<string>>();
  for (const name of names) {
    if (!name.includes(".")) continue;
    const label = labelOf(name);
    domains.set(label, (domains.get(label) ?? new Set()).add(name));
  }
  return (name) => ((domains.get(labelOf(name))?.size ?? 0) > 1 ? name : labelOf(name));
}

/** An address has no label. */
function labelOf(name: string): string {
  return /^[\d.]+$/.test(name) ? name : (name.split(".", 1)[0] ?? name);
}

function plainName(name: string): string {
  return /^[a-z0-9_](?:[a-z0-9_.-]{0,253}[a-z0-9_])?$/i.test(name) && !/^x+$/i.test(name)
    ? name.toLowerCase()
    : "";
}
