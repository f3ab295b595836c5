/** An earlier owner tried to commit. It must stop: somebody else does its work, or it has to be begun anew. */
export class StoreFenced extends Error {
  readonly code = "store.fenced";
  /** Another took the partition up; or its state was made to go, which is told only by stores that several processes write to. */
  readonly by: "owner" | "forgotten";
  /** Who the other owner said it is; null: it did not. */
  readonly owner: string | null;
  constructor(
    partition: string,
    epoch: number,
    { by = "owner", owner = null }: Partial<Pick<StoreFenced, "by" | "owner">> = {},
  ) {
    super(
      by === "owner"
        ? `partition ${partition} has another owner since epoch ${epoch}: this process must stop working on it`
        : `the state of partition ${partition} was made to go at epoch ${epoch}: it has to be begun anew`,
    );
    this.name = "StoreFenced";
    this.by = by;
    this.owner = owner;
  }
}

export type StoreTrouble =
  | "store.disk-full" // nothing of it was kept; it works again when there is room
  | "store.busy" // another process holds it for longer than it should
  | "store.unavailable" // it cannot be read or written at the moment
  | "store.damaged" // what was kept is lost or set aside: own the partition again, and begin where its checkpoint says
  | "store.newer" // written by a later version of this program
  | "store.foreign" // it belongs to something else
  | "store.sealed" // its state is encrypted, and the key is another one or not there
  | "store.closed";

/**
 * A store that fails. What was asked for has not been done, nothing of it; only of a store that is somewhere else, and does not answer
 * (`store.unavailable`), it may have been done as a whole: the same call again does it once.
 */
export class StoreFailed extends Error {
  readonly code: StoreTrouble;
  /** The same call may succeed later. */
  readonly retryable: boolean;
  constructor(code: StoreTrouble, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StoreFailed";
    this.code = code;
    this.retryable = code === "store.disk-full" || code === "store.busy" || code === "store.unavailable";
  }
}

/** A cursor that no page of a list has given. */
export class BadCursor extends Error {
  readonly code = "store.bad-cursor";
  readonly retryable = false;
  constructor() {
    super("this cursor is not one that a list has given: begin again without a cursor");
    this.name = "BadCursor";
  }
}
