import type { SourceFile } from "../collectors/contract/index.ts";

/** The name that the first record of a file gives its host, lower case; `""` when the format names none. */
export interface HostSample {
  readonly file: SourceFile;
  readonly inside: string;
}

/**
 * Which host a record belongs to. The name from inside the logs wins over that of the folder: a record that names its host belongs to it. A file that names none
 * (IIS, NDESPlugin.log, status files) belongs to the host that the service traces of its folder name, else to the one that the event logs of its folder name,
 * if that is one only, else to the host with the folder's name. `NDES01` and `ndes01.contoso.com` are one host, as long as no second domain has that name.
 */
export function hostNames(samples: readonly HostSample[]): (file: SourceFile, inside: string) => string {
  const full = fullNames(samples);
  const canonical = (name: string): string => full.get(name) ?? name;
  const byFolder = new Map<string, string>();
  for (const [folder, files] of Map.groupBy(samples, (sample) => sample.file.host)) {
    byFolder.set(folder, ownerOf(files, canonical) ?? (folder === "" ? unnamed : canonical(folder.toLowerCase())));
  }
  return (file, inside) => {
    if (inside !== "") return canonical(inside.toLowerCase());
    return byFolder.get(file.host) ?? (file.host === "" ? unnamed : canonical(file.host.toLowerCase()));
  };
}

const unnamed = "unknown";

/** Short names that stand for exactly one full name. */
function fullNames(samples: readonly HostSample[]): Map<string, string> {
  const byLabel = Map.groupBy(new Set(samples.map((sample) => sample.inside).filter((name) => name.includes("."))), (name) => name.slice(0, name.indexOf(".")));
  const full = new Map<string, string>();
  for (const [label, names] of byLabel) {
    const [only] = names;
    if (names.length === 1 && only !== undefined) full.set(label, only);
  }
  return full;
}

function ownerOf(samples: readonly HostSample[], canonical: (name: string) => string): string | null {
  for (const format of ["svclog", "event"]) {
    const named = samples.filter((sample) => sample.inside !== "" && (sample.file.format === format || (format === "event" && sample.file.format !== "svclog")));
    const [only, second] = new Set(named.map((sample) => canonical(sample.inside)));
    if (only !== undefined && second === undefined) return only;
  }
  return null;
}
