import type { ByteReader } from "./bundle.ts";

/** A regular file or archive entry before anyone has looked into it. */
export interface FoundFile {
  /** Position of the argument that led to it. */
  readonly argument: number;
  /** Unique within the argument; shown to people. */
  readonly path: string;
  /** Unique within the argument even where an archive holds a name twice. */
  readonly id: string;
  readonly bytes: number;
  readonly modifiedAt: number | null;
  /** Throws `ReadFailure`. */
  readonly open: (from: number) => Promise<ByteReader>;
}
