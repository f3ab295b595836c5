import type { Format } from "../contract/index.ts";

/** The folder, and the name without what changes from one day to the next: `IIS/W3SVC1/u_ex*.log`. */
export function sourceName(shown: string, format: Format): string {
  const folder = folderOfShown(shown);
  if (format === "status-file") return `${folder}*`;
  const name = shown.slice(folder.length).replace(/[\d._-]*\d[\d._-]*(?=[.][^.]*$|$)/g, "*");
  return folder + name.replace(/[.]lo_$/i, ".log");
}

export function folderOfShown(shown: string): string {
  return shown.slice(0, shown.lastIndexOf("/") + 1);
}
