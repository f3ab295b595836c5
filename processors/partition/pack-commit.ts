import type { Commit } from "../contract/index.ts";
import { packPiece } from "./saved-state.ts";

/** The commit with its state as it is kept. Takes a moment in which others have their turn; what was taken meanwhile is not in it. */
export async function packCommit(commit: Commit): Promise<Commit> {
  if (commit.checkpoint === null) return commit;
  const { position, state } = commit.checkpoint;
  const packed = new Map<string, Uint8Array | null>();
  for (const [name, piece] of state) packed.set(name, piece === null ? null : await packPiece(piece));
  return { ...commit, checkpoint: { position, state: packed } };
}
