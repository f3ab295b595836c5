import { constants, gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import kafkajs from "kafkajs";

/** A batch that unpacks to more was made to do harm: no collector sends one that is larger than a few slices. */
export const unpackedBytesMax: number = 64 * 2 ** 20;

/**
 * kafkajs knows zstd by number only. Synchronous and with a large chunk: the 16 KiB that zlib takes at a time costs two thirds of the speed. A Node without zstd still reads
 * and writes gzip.
 */
export function registerCodecs(): void {
  const { CompressionCodecs, CompressionTypes } = kafkajs;
  CompressionCodecs[CompressionTypes.GZIP] = () => ({
    compress: async ({ buffer }: Encoded) => gzipSync(buffer, { level: 1, chunkSize: chunkOf(buffer) }),
    decompress: async (buffer: Buffer) =>
      gunzipSync(buffer, { chunkSize: 2 ** 20, maxOutputLength: unpackedBytesMax }),
  });
  if (typeof zstdCompressSync !== "function") return;
  CompressionCodecs[CompressionTypes.ZSTD] = () => ({
    compress: async ({ buffer }: Encoded) =>
      zstdCompressSync(buffer, {
        chunkSize: chunkOf(buffer),
        params: { [constants.ZSTD_c_compressionLevel]: 1 },
      }),
    decompress: async (buffer: Buffer) =>
      zstdDecompressSync(buffer, { chunkSize: 2 ** 20, maxOutputLength: unpackedBytesMax }),
  });
}

interface Encoded {
  readonly buffer: Buffer;
}

function chunkOf({ length }: Buffer): number {
  return Math.max(65_536, length >> 1);
}
