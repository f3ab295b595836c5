import { readFile } from "node:fs/promises";
import { replaceFile } from "../checkpoint/index.ts";

/** A record of a channel, known by its number and by when it was written. */
export interface Mark {
  readonly recordId: number;
  /** As it stands in the record; `""`: not known. */
  readonly at: string;
}

/** Up to where a channel was looked through when this event stood last in its files. */
export interface SavedMark {
  readonly seen: Mark;
  readonly behind: { readonly file: number; readonly recordId: number };
}

/** One line, `seen RECORD FILE RECORD AT`; null: there is none, or it is not whole: then the last event tells. */
export async function readMark(path: string): Promise<SavedMark | null> {
  const text = await readFile(path, "utf8").catch(() => "");
  const [, recordId, file, last, at = ""] =
    /^seen (\d{1,15}) (\d{1,15}) (\d{1,15}) (.{0,60})\n$/.exec(text) ?? [];
  if (recordId === undefined) return null;
  return { seen: { recordId: Number(recordId), at }, behind: { file: Number(file), recordId: Number(last) } };
}

export async function writeMark(path: string, { seen, behind }: SavedMark): Promise<void> {
  await replaceFile(path, [`seen ${seen.recordId} ${behind.file} ${behind.recordId} ${seen.at}\n`], 0o600);
}

/** Whether a record can be the one that was marked. */
export function isMarked({ recordId, at }: Mark, found: Mark): boolean {
  return recordId === found.recordId && (at === "" || found.at === "" || at === found.at);
}
