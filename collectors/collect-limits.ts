/** Everything that is bounded in a live collector, and how often it does what it does. */
export interface CollectLimits {
  /** Bytes of one slice. A record that is longer is cut anywhere. An .evtx file needs room for two chunks of 64 KiB. */
  readonly sliceBytesMax: number;
  /** Bytes of one status file that are shipped as one slice; a longer one is cut. */
  readonly statusBytesMax: number;
  /** Bytes that are in memory on their way to the bus. */
  readonly batchBytesMax: number;
  /** Slices and reports that are given to the bus at once. */
  readonly batchSlicesMax: number;
  /** Bytes of one host before the next host has its turn. */
  readonly turnBytesMax: number;
  /** Bytes read from disk in a second, over all files. */
  readonly bytesPerSecondMax: number;
  /** Files that are open at the same time; the one that was used longest ago is closed for the next. */
  readonly openFilesMax: number;
  /** Files that are known at the same time; more are named once and left alone. */
  readonly filesMax: number;
  readonly folderDepthMax: number;
  /** Folders that the operating system is asked to watch; the others are found by looking. */
  readonly watchedFoldersMax: number;
  /** Sources of a host that are reported one by one; beyond it those of a folder are one. */
  readonly sourcesMax: number;
  /** A read, open or listing that takes longer has failed; the others go on. */
  readonly ioTimeoutMs: number;
  /** How often files that have changed lately are looked at. */
  readonly hotEveryMs: number;
  /** How long after its last change a file is looked at that often. */
  readonly hotForMs: number;
  /** How often folders are listed. A folder of more than 5,000 files is listed less often in proportion. */
  readonly listEveryMs: number;
  /** How often quiet files are looked at; beyond `quietLooksMax` of them less often in proportion. */
  readonly quietEveryMs: number;
  readonly quietLooksMax: number;
  /** How soon something that was denied or has failed is tried again. */
  readonly retryEveryMs: number;
  /** For how long a backlog is shipped before files are looked at again. */
  readonly roundMs: number;
  /** A file that has not changed for so long is taken for finished; if it grows after all, it goes on where it was. */
  readonly idleMs: number;
  /** The same for a file that was renamed: its writer may have it open for a while. And for one whose last record is whole by its grammar. */
  readonly rotatedIdleMs: number;
  /** A last record without a line end that its own stamp shows to be so old goes no further: a copy brought it. No zone is off by so much. */
  readonly staleMs: number;
  /** Such a file has not changed for so long: a copy over a slow line may pause. */
  readonly copyIdleMs: number;
  /** A status file must not have changed for so long, lest it is read half written. */
  readonly settleMs: number;
  /** How long a file is remembered that is not there any more: it may come back with its share. */
  readonly forgetMs: number;
  readonly checkpointEveryMs: number;
  readonly reportEveryMs: number;
  /** How long the bus may take for what was read when the collector is stopped. */
  readonly drainMs: number;
}

export const collectLimits: CollectLimits = {
  sliceBytesMax: 256 * 1024,
  statusBytesMax: 2 ** 20,
  batchBytesMax: 2 * 2 ** 20,
  batchSlicesMax: 256,
  turnBytesMax: 8 * 2 ** 20,
  bytesPerSecondMax: Number.POSITIVE_INFINITY,
  openFilesMax: 128,
  filesMax: 200_000,
  folderDepthMax: 16,
  watchedFoldersMax: 256,
  sourcesMax: 256,
  ioTimeoutMs: 5000,
  hotEveryMs: 100,
  hotForMs: 10_000,
  listEveryMs: 1000,
  quietEveryMs: 2000,
  quietLooksMax: 500,
  retryEveryMs: 10_000,
  roundMs: 1000,
  idleMs: 300_000,
  rotatedIdleMs: 5000,
  staleMs: 86_400_000,
  copyIdleMs: 60_000,
  settleMs: 500,
  forgetMs: 7 * 86_400_000,
  checkpointEveryMs: 1000,
  reportEveryMs: 5000,
  drainMs: 5000,
};
