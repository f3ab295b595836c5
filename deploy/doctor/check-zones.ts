import type { BundleFile } from "../../collectors/index.ts";
import { counted, grouped } from "../../processors/wording/index.ts";
import { isLocal } from "../hosts/first-records.ts";
import { resolveHosts } from "../hosts/host-names.ts";
import type { HostNames } from "../hosts/host-names.ts";
import { ok } from "./finding.ts";
import type { Finding } from "./finding.ts";

/** What is taken for the zone of a host's local clocks; null: nothing is known of it. An empty name is this machine. */
export type ZoneOf = (host: string) => { readonly zone: string; readonly isAssumed: boolean } | null;

const area = "logs";

/** Of clocks that do not tell their zone: which one is taken, and whether somebody has said so. Hosts of which the same is known are one finding: devices are many. */
export async function checkZones(files: readonly BundleFile[], zoneOf: ZoneOf): Promise<readonly Finding[]> {
  const groups = new Map<string, Local[]>();
  let hostOf: HostNames | null = null;
  for (const file of files) {
    if (!(await isLocal(file))) continue;
    // As a live collector names it: by the names in other logs beside it, else by the folder.
    hostOf ??= await resolveHosts(files);
    const host = hostOf(file.source, "");
    const zone = zoneOf(host);
    const name = zone === null ? "" : `${zone.isAssumed} ${zone.zone}`;
    groups.set(name, [...(groups.get(name) ?? []), { path: file.source.path, host, zone }]);
  }
  return [...groups.values()].flatMap((group) => zoneFinding(group));
}

interface Local {
  readonly path: string;
  readonly host: string;
  readonly zone: ReturnType<ZoneOf>;
}

function zoneFinding(files: readonly Local[]): readonly Finding[] {
  const [first] = files;
  if (first === undefined) return [];
  const { path, zone } = first;
  const says =
    files.length === 1
      ? `the clock of ${path} does not tell its zone`
      : `the clocks of ${grouped(files.length)} files, such as ${path}, do not tell their zone`;
  if (zone?.isAssumed === false) return [ok(area, `${says}: it is configured as ${zone.zone}`)];
  const host = hostsOf(files);
  const what =
    zone === null
      ? `${says}, and nobody has named that of ${host}: it is read as UTC, which may be hours off`
      : `${says}: it is taken to be that of this machine, ${zone.zone}`;
  const remedy = `name it for ${host} under \`zones\` in the configuration, or with \`--zone\``;
  return [{ area, level: "warn", what, remedy }];
}

/** All of which the same is said, as far as a line takes them: each of them needs its own entry. */
function hostsOf(files: readonly Local[]): string {
  const hosts = [...new Set(files.map(({ host }) => (host === "" ? "this machine" : host)))];
  const more = hosts.length - namedMax;
  if (more > 0) return `${hosts.slice(0, namedMax).join(", ")} and ${counted(more, "more host")}`;
  return hosts.length === 1 ? hosts.join("") : `${hosts.slice(0, -1).join(", ")} and ${hosts.at(-1)}`;
}

const namedMax = 8;
