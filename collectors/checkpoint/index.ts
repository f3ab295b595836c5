export { memoryCheckpoint } from "./checkpoint.ts";
export type { Checkpoint, Evidence, SavedFile } from "./checkpoint.ts";
export { fileCheckpoint, generationsOf } from "./file-checkpoint.ts";
export { replaceFile } from "./replace-file.ts";
