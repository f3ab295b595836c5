export { folderWith } from "../unit/collectors/folder.ts";

/** A row of an access log that is like no other, at a second of its own. */
export function logLine(index: number, second: number = index): string {
  const stamp = new Date(Date.UTC(2026, 10, 22, 10) + second * 1000).toISOString();
  return `${stamp.slice(0, 10)} ${stamp.slice(11, 19)} 192.0.2.10 GET /certsrv/mscep/mscep.dll/${index} 200 ${index} x-x-x-x-x-x-x-x\n`;
}
