import { setFlagsFromString } from "node:v8";

/**
 * For a process that moves large buffers through a small heap, as a collector does: V8 begins a full collection whenever some MB of buffers were made, and spends more on
 * doing it step by step and with threads than the heap of 25 MB is worth (figures: deploy/docs/performance.md). To be called before the work begins; V8 reads both when
 * it collects.
 */
export function collectGarbagePlainly(): void {
  setFlagsFromString("--no-incremental-marking");
  setFlagsFromString("--single-threaded-gc");
  setFlagsFromString("--semi-space-growth-factor=1");
}
