import { evidenceOf, fileIdOf, tailBytesMax } from "./evidence.ts";
import type { Followed } from "./followed.ts";
import type { Following } from "./following.ts";
import { readAt } from "./read-at.ts";
import { statusIdsOf } from "./status-ids.ts";

/** Where the reader of a remembered file stands wins over what we remember. False: it has read more than there is. */
export async function resume(following: Following, file: Followed): Promise<boolean> {
  const { resumeAt } = following.options;
  if (file.isResumed) return true;
  file.isResumed = true;
  if (resumeAt === null) return true;
  const { offset, context } = resumeAt(file.id) ?? { offset: 0, context: "" };
  if (offset === file.offset) {
    file.context = context === "" ? file.context : context;
    return true;
  }
  if (offset > file.size) {
    file.offset = offset;
    return false;
  }
  await startAt(following, file, { offset, context });
  return true;
}

/** For a file that was never seen before, or was forgotten: what the reader has of it, under the newest of its identities. */
export async function resumeMet(
  following: Following,
  file: Followed,
  renamed: (generation: number) => Followed,
): Promise<Followed> {
  const { resumeAt } = following.options;
  file.isResumed = true;
  if (resumeAt === null || file.format === "status-file") return knownWhole(following, file);
  let { generation } = file;
  while (resumeAt(fileIdOf(file.inode, generation + 1, "")) !== null) generation += 1;
  const known = resumeAt(fileIdOf(file.inode, generation, ""));
  if (known !== null && known.offset > file.size) return renamed(generation + 1);
  const found = generation === file.generation ? file : renamed(generation);
  if (known !== null && known.offset > 0) await startAt(following, found, known);
  return found;
}

/** A status file is shipped whole or not at all, under whichever of its ids. */
function knownWhole({ options: { resumeAt } }: Following, file: Followed): Followed {
  const isKnown = (id: string): boolean => (resumeAt?.(id)?.offset ?? -1) >= file.size;
  if (resumeAt !== null && (isKnown(file.id) || statusIdsOf(file).some(isKnown))) {
    file.offset = file.size;
    file.ended = true;
  }
  return file;
}

async function startAt(
  { handles }: Following,
  file: Followed,
  { offset, context }: { readonly offset: number; readonly context: string },
): Promise<void> {
  const from = Math.max(0, offset - tailBytesMax);
  file.tail = evidenceOf(await readAt(await handles.open(file), from, offset - from));
  file.offset = offset;
  file.context = context === "" ? null : context;
  file.heldSize = -1;
  file.stamp = undefined;
  file.openAt = null;
  file.ended &&= offset >= file.size;
}
