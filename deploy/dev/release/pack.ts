import { createWriteStream, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { create } from "tar";
import { ZipFile } from "yazl";

/**
 * Packs a folder with all below it into FOLDER.zip for Windows, else into FOLDER.tar.gz, beside it, and gives the path. Order, times (ms UTC) and rights of the files do not
 * depend on the machine.
 */
export function pack(folder: string, platform: string, at: number): Promise<string> {
  return platform.startsWith("win32-") ? packZip(folder, at) : packTar(folder, at);
}

async function packTar(folder: string, at: number): Promise<string> {
  const path = `${folder}.tar.gz`;
  const options = { file: path, cwd: dirname(folder), gzip: true, portable: true, mtime: new Date(at) };
  await create(
    { ...options, noDirRecurse: true },
    filesBelow(folder).map((name) => `${basename(folder)}/${name}`),
  );
  return path;
}

async function packZip(folder: string, at: number): Promise<string> {
  const path = `${folder}.zip`;
  const zip = new ZipFile();
  for (const name of filesBelow(folder))
    zip.addFile(join(folder, name), `${basename(folder)}/${name}`, { mtime: new Date(at), mode: 0o100644 });
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
  return path;
}

/** In an order that holds everywhere, with `/`. */
function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => name.replaceAll("\\", "/"))
    .toSorted((a, b) => (a < b ? -1 : 1));
}
