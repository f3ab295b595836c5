/** What of it is in force in this process. */
export declare const accelerated: {
  readonly checksum: boolean;
  readonly buffers: boolean;
  readonly timers: boolean;
  readonly unpacking: boolean;
};
