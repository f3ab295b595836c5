import type { Commit } from "../contract/index.ts";
import type { Pseudonyms } from "../pseudonyms/index.ts";
import { packPiece } from "./saved-state.ts";

/** The commit with its state as it is kept: packed, and sealed where anything is hidden. Takes a moment in which others have their turn; what was taken meanwhile is not in it. */
export async function packCommit(commit: Commit, pseudonyms: Pseudonyms | null): Promise<Commit> {
  if (commit.checkpoint === null) return commit;
  const { position, state } = commit.checkpoint;
  const packed = new Map<string, Uint8Array | null>();
  for (const [name, piece] of state) {
    const small = piece === null ? null : await packPiece(piece);
    packed.set(name, small === null || pseudonyms === null ? small : pseudonyms.seal.close(name, small));
  }
  return { ...commit, checkpoint: { position, state: packed } };
}
