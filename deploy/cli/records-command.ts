import { isReadFailure, slicesOf } from "../../collectors/index.ts";
import type { Bundle, BundleFile } from "../../collectors/index.ts";
import { openReader } from "../../processors/index.ts";
import type { Found } from "../../processors/index.ts";
import { openInput } from "./open-input.ts";
import type { Output } from "./output.ts";
import { recordLine, rejectedLine } from "./record-line.ts";
import { visible } from "../runtime/visible.ts";

/**
 * Prints what the readers see: a line of JSON for each record and each rejected range, file after file. Files that give
 * no records come last, as rejected ranges of their whole size. Exit code 0, whatever was rejected: it is not a verdict.
 */
export async function recordsCommand(paths: readonly string[], output: Output): Promise<number> {
  const bundle = await openInput(paths);
  try {
    for (const file of bundle.files) await printFile(file, output);
    for (const line of unreadableLines(bundle)) await output.write(line);
  } finally {
    bundle.close();
  }
  return 0;
}

async function printFile(file: BundleFile, output: Output): Promise<void> {
  const path = JSON.stringify(file.source.path);
  const reader = openReader({ file: file.source, offset: 0, context: "" });
  const found: Found = { records: [], rejected: [], regions: [] };
  let position = 0;
  try {
    for await (const slice of slicesOf(file)) {
      reader.read(slice.bytes, found);
      position = slice.offset + slice.bytes.length;
      await output.write(take(path, found));
    }
  } catch (error) {
    if (!isReadFailure(error)) throw error;
    found.rejected.push({
      offset: position,
      length: Math.max(0, file.bytes - position),
      reason: error.reason,
    });
  }
  reader.end(found);
  await output.write(take(path, found));
}

/** The lines of what was found, in the order of the file; empties the lists. */
function take(path: string, { records, rejected, regions }: Found): string {
  let lines = "";
  let next = 0;
  for (const record of records) {
    for (; next < rejected.length; next += 1) {
      const bad = rejected[next];
      if (bad === undefined || bad.offset > record.offset) break;
      lines += `${rejectedLine(path, bad)}\n`;
    }
    lines += `${recordLine(path, record)}\n`;
  }
  for (const bad of rejected.slice(next)) lines += `${rejectedLine(path, bad)}\n`;
  records.length = 0;
  rejected.length = 0;
  regions.length = 0;
  return visible(lines);
}

function unreadableLines({ unreadable }: Bundle): string[] {
  return unreadable.map(({ path, bytes, reason }) => {
    return `${visible(rejectedLine(JSON.stringify(path), { offset: 0, length: bytes, reason }))}\n`;
  });
}
