import { systemReason } from "../contract/index.ts";
import { toSaved } from "../follow/index.ts";
import type { Following } from "../follow/index.ts";
import type { Checkpoint, SavedFile } from "./checkpoint.ts";

/** Saves when something has changed, and tells when that fails. What fails is tried again; shipping goes on. */
export interface Saver {
  /** At once, where the next byte must not be shipped before. */
  saveFirst(): Promise<void>;
  saveWhenDue(): Promise<void>;
  save(): Promise<void>;
}

interface Clock {
  now(): number;
}

/** With many files a save takes long: it rests so many times as long, and what is shipped meanwhile is shipped again after a crash. */
const restTimes = 20;

export function createSaver(checkpoint: Checkpoint, following: Following, clock: Clock): Saver {
  let savedAt = Number.NEGATIVE_INFINITY;
  let tookMs = 0;
  let isFailing = false;
  const save = async (): Promise<void> => {
    if (following.unsaved === "no") return;
    const { unsaved } = following;
    savedAt = following.now;
    const beganAt = clock.now();
    following.unsaved = "no";
    forgetLost(following);
    try {
      await checkpoint.save(savedFiles(following), following.reported);
      if (isFailing) following.tell({ type: "checkpoint-recovered" });
      isFailing = false;
      tookMs = Math.max(0, clock.now() - beganAt);
    } catch (error) {
      following.unsaved = unsaved;
      if (!isFailing) following.tell({ type: "checkpoint-failed", detail: systemReason(error) });
      isFailing = true;
    }
  };
  const isDue = (): boolean => {
    const sinceMs = following.now - savedAt;
    return sinceMs < 0 || sinceMs >= Math.max(following.limits.checkpointEveryMs, tookMs * restTimes);
  };
  return {
    save,
    // A disk that is full must not be asked in every round.
    saveFirst: async () => (following.unsaved === "first" && (!isFailing || isDue()) ? save() : undefined),
    saveWhenDue: async () => (isDue() ? save() : undefined),
  };
}

/** Where a reader says what it has of a status file, nothing else is believed of it: there may be a hundred thousand, and none needs a line. */
function* savedFiles({ roster, options }: Following): Generator<SavedFile> {
  for (const file of roster.files.values())
    if (options.resumeAt === null || file.format !== "status-file") yield toSaved(file);
}

/** What has ended and whose inode is another file by now, and what did not come back for long. */
function forgetLost({ roster, now, limits }: Following): void {
  for (const file of [...roster.files.values()]) {
    if (file.presence === "here") continue;
    const holder = roster.holder(file.inode);
    // Until the next file of its inode is followed, it is what tells that its id is taken.
    const isReplaced = file.presence === "gone" && file.ended && holder !== undefined && holder !== file;
    if (isReplaced || now - file.seenAt > limits.forgetMs) roster.forget(file);
  }
}
