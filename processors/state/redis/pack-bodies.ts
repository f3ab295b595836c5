import { Buffer } from "node:buffer";
import { randomInt } from "node:crypto";
import { constants, zstdCompressSync } from "node:zlib";

/**
 * Bodies of final requests, several in a block: together they are smaller than each alone, take less time (most of it is what the compressor does for each block), and Redis keeps less beside them. Whoever reads one unfolds
 * all of its block.
 */
export interface Packer {
  /** Fits `readBlock`. */
  pack(texts: readonly string[]): Buffer;
  /** Dictionaries that must be written with the next commit, and until one has been kept, the newest last: a large commit can need several. */
  fresh(): readonly Dictionary[];
  kept(): void;
}

export interface Dictionary {
  /** By chance: a reader that knows it knows its bytes, whatever was lost and made again. */
  readonly number: number;
  readonly bytes: Buffer;
}

export const blockSize = 16;

/** More would take more time with each block, and save little. */
const dictionaryBytesMax = 32_768;
const samplesMax = 16;
/** The first requests help the next ones; a better one is made of many. */
const learnAfter: readonly number[] = [16, 1024];

/** The quickest one: with the dictionary a slower one saves nothing. */
const params = { [constants.ZSTD_c_compressionLevel]: 1 };
/** Of the library's buffer: most blocks fit, and a larger one would be made for each. */
const chunkSize = 16_384;

export function createPacker(newest: Dictionary | null): Packer {
  let dictionary = newest;
  let unkept: Dictionary[] = [];
  const stages = newest === null ? [...learnAfter] : [];
  const samples: Buffer[] = [];
  let seen = 0;
  const learn = (bytes: Buffer): void => {
    const stage = stages[0];
    if (stage === undefined) return;
    seen += 1;
    if (seen % (stage / samplesMax) === 0)
      samples.push(bytes.subarray(0, (dictionaryBytesMax / samplesMax) * 2));
    if (samples.length < samplesMax) return;
    stages.shift();
    dictionary = {
      number: randomInt(1, 2 ** 32),
      bytes: Buffer.concat(samples.splice(0)).subarray(-dictionaryBytesMax),
    };
    unkept.push(dictionary);
  };
  return {
    pack: (texts) => {
      const head = Buffer.alloc(4);
      head.writeUInt32BE(dictionary?.number ?? 0);
      const used = dictionary === null ? {} : { dictionary: dictionary.bytes };
      const block = zstdCompressSync(Buffer.from(texts.join("\n")), { params, chunkSize, ...used });
      for (const text of texts) learn(Buffer.from(text));
      return Buffer.concat([head, block]);
    },
    fresh: () => unkept,
    kept: () => {
      unkept = [];
    },
  };
}
