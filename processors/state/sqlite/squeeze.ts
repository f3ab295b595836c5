import { Buffer } from "node:buffer";
import type { DatabaseSync } from "node:sqlite";
import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { DamagedValue } from "../damaged-value.ts";
import { bytesOf, integerOf } from "./row.ts";
import type { Row } from "./row.ts";
import { statement } from "./statement.ts";

/**
 * What two columns of a row hold. `body` is a text; or texts that are compressed, a line each, of which its own is the last, with the number of the `dictionary`; or the
 * number of the row that holds it so, and then `dictionary` says which line of that.
 */
export interface Squeezed {
  readonly dictionary: number | null;
  readonly body: string | Uint8Array | number;
}

/** Bodies as they lie on disk, compressed with the help of those that came before. */
export interface Squeeze {
  /** Within a transaction: it may write a dictionary. */
  pack(lines: string): Squeezed;
  /** Columns `dictionary` and `body`. Null: the row that holds it is gone, and so is this one by now. */
  unpack(row: Row): string | null;
  /** A transaction was taken back, and its dictionary with it. */
  forget(): void;
}

/** The requests of one installation look alike: two of them teach the compressor most of the next. More would cost more time with each request. */
const dictionaryBytesMax = 8192;
/** The first requests are not yet typical. */
const samplesBefore = 8;
const bodyBytesMax = 64 * 1024 * 1024;

export function createSqueeze(db: DatabaseSync): Squeeze {
  const dictionaries = createDictionaries(db);
  const samples: Uint8Array[] = [];
  const learn = (bytes: Uint8Array): void => {
    if (samples.push(bytes.subarray(0, dictionaryBytesMax / 2)) < samplesBefore) return;
    dictionaries.add(Buffer.concat(samples.splice(0).slice(-2)));
  };
  /** Requests of one list often lie together. */
  let last: { readonly body: Uint8Array; readonly lines: readonly string[] } | null = null;
  const linesIn = (row: Row): readonly string[] => {
    const body = bytesOf(row, "body");
    if (last !== null && Buffer.compare(last.body, body) === 0) return last.lines;
    const number = row["dictionary"] === null ? null : integerOf(row, "dictionary");
    const text = unfold(body, number === null ? {} : { dictionary: dictionaries.bytes(number) });
    last = { body, lines: text.split("\n") };
    return last.lines;
  };
  return {
    pack: (lines) => {
      const bytes = Buffer.from(lines);
      const number = dictionaries.newest();
      if (number === null) learn(bytes);
      const dictionary = number === null ? {} : { dictionary: dictionaries.bytes(number) };
      return { dictionary: number, body: zstdCompressSync(bytes, { params, chunkSize, ...dictionary }) };
    },
    unpack: (row) => {
      const { body } = row;
      if (typeof body === "string") return body;
      if (typeof body !== "number") return lineOf(linesIn(row), -1);
      const holder = statement(db, "SELECT dictionary, body FROM requests WHERE seq = ?").get(body);
      return holder === undefined ? null : lineOf(linesIn(holder), integerOf(row, "dictionary"));
    },
    forget: () => {
      dictionaries.forget();
      samples.length = 0;
    },
  };
}

/** Of the library's buffer: what comes out is small, and a large one for each request costs half of the time. */
const chunkSize = 4096;
const params = { [constants.ZSTD_c_compressionLevel]: 1 };

interface Dictionaries {
  newest(): number | null;
  bytes(number: number): Uint8Array;
  add(bytes: Uint8Array): void;
  forget(): void;
}

function createDictionaries(db: DatabaseSync): Dictionaries {
  const known = new Map<number, Uint8Array>();
  let newest: number | null = null;
  return {
    newest: () => {
      if (newest === null) {
        const row = statement(db, "SELECT max(number) AS number FROM dictionaries").get();
        newest = row?.["number"] === null ? null : integerOf(row, "number");
      }
      return newest;
    },
    bytes: (number) => {
      const row = known.has(number)
        ? undefined
        : statement(db, "SELECT bytes FROM dictionaries WHERE number = ?").get(number);
      const bytes = known.get(number) ?? bytesOf(row, "bytes");
      known.set(number, bytes);
      return bytes;
    },
    add: (bytes) => {
      statement(db, "INSERT INTO dictionaries (bytes) VALUES (?)").run(bytes);
      newest = null;
    },
    forget: () => {
      known.clear();
      newest = null;
    },
  };
}

function lineOf(lines: readonly string[], line: number): string {
  const text = lines.at(line);
  if (text === undefined) throw new DamagedValue("a request does not lie where it should");
  return text;
}

function unfold(body: Uint8Array, options: { readonly dictionary?: Uint8Array }): string {
  try {
    return zstdDecompressSync(body, { maxOutputLength: bodyBytesMax, ...options }).toString();
  } catch (error) {
    throw new DamagedValue("a request does not unfold", { cause: error });
  }
}
