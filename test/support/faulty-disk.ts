import { realDisk } from "../../collectors/files/index.ts";
import type { Disk, OpenFile } from "../../collectors/files/index.ts";

/** The real disk, with what can go wrong, and with a count of what is asked of it. */
export interface FaultyDisk extends Disk {
  /** Paths with these in them are denied, or never answer. */
  readonly denied: Set<string>;
  readonly hanging: Set<string>;
  /** Files with these in their paths are listed, and answer every look and every open with this code. */
  readonly pending: Map<string, string>;
  readonly asked: { list: number; stat: number; open: number; read: number };
  readonly open: Disk["open"];
  /** Files that are open now, and the most that ever were. */
  readonly handles: { now: number; most: number };
}

export function faultyDisk(): FaultyDisk {
  const denied = new Set<string>();
  const hanging = new Set<string>();
  const pending = new Map<string, string>();
  const asked = { list: 0, stat: 0, open: 0, read: 0 };
  const handles = { now: 0, most: 0 };
  const ask = async (what: keyof typeof asked, path: string): Promise<void> => {
    asked[what] += 1;
    if ([...hanging].some((part) => path.includes(part))) await new Promise(() => {});
    const code = what === "list" ? undefined : pending.entries().find(([part]) => path.includes(part))?.[1];
    if (code !== undefined) throw Object.assign(new Error(`${code}: delete pending`), { code });
    if (what === "stat" || ![...denied].some((part) => path.includes(part))) return;
    throw Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
  };
  return {
    denied,
    hanging,
    pending,
    asked,
    handles,
    list: async (folder) => {
      await ask("list", folder);
      return realDisk.list(folder);
    },
    stat: async (path) => {
      await ask("stat", path);
      return realDisk.stat(path);
    },
    open: async (path) => {
      await ask("open", path);
      return watched(await realDisk.open(path), handles, () => ask("read", path));
    },
    isLocal: async () => false,
  };
}

function watched(file: OpenFile, handles: FaultyDisk["handles"], read: () => Promise<void>): OpenFile {
  handles.now += 1;
  handles.most = Math.max(handles.most, handles.now);
  return {
    stat: () => file.stat(),
    read: async (into, position) => {
      await read();
      return file.read(into, position);
    },
    close: () => {
      handles.now -= 1;
      return file.close();
    },
  };
}
