import type { OpenFile } from "../files/index.ts";
import { inodeOf } from "./evidence.ts";
import { isRead } from "./followed.ts";
import type { Followed } from "./followed.ts";

/** The open files of a collector: few, whatever the number of files. */
export interface Handles {
  /** Throws what the system says, and `EMOVED` when another file has the path by now. */
  open(file: Followed): Promise<OpenFile>;
  /** What is open of a file that may have no path any more. */
  held(file: Followed): OpenFile | undefined;
  close(file: Followed): Promise<void>;
  closeAll(): Promise<void>;
}

/** The one that was used longest ago is closed for the next. Of a file that is gone the handle is all there is: it is closed last. */
export function createHandles(openFilesMax: number): Handles {
  const open = new Map<Followed, OpenFile>();
  const close = async (file: Followed): Promise<void> => {
    const handle = open.get(file);
    open.delete(file);
    await handle?.close();
  };
  const makeRoom = async (): Promise<void> => {
    if (open.size < openFilesMax) return;
    const [first] = open.keys();
    const oldest = open.keys().find((file) => file.presence === "here" && isRead(file)) ?? first;
    if (oldest !== undefined) await close(oldest);
  };
  return {
    held: (file) => open.get(file),
    open: async (file) => {
      const known = open.get(file);
      if (known !== undefined) {
        open.delete(file);
        open.set(file, known);
        return known;
      }
      await makeRoom();
      const opened = await openAt(file);
      open.set(file, opened);
      return opened;
    },
    close,
    closeAll: async () => {
      for (const file of [...open.keys()]) await close(file);
    },
  };
}

async function openAt(file: Followed): Promise<OpenFile> {
  if (file.place === null) throw moved();
  const opened = await file.place.disk.open(file.path);
  try {
    if (inodeOf(await opened.stat()) === file.inode) return opened;
    throw moved();
  } catch (error) {
    await opened.close();
    throw error;
  }
}

function moved(): Error {
  return Object.assign(new Error("another file has its name by now"), { code: "EMOVED" });
}
