import type { Buffer } from "node:buffer";
import { zstdDecompressSync } from "node:zlib";
import type { StoredRequest } from "../../contract/index.ts";
import { decodeBody } from "../body.ts";
import { DamagedValue } from "../damaged-value.ts";
import type { Link } from "./link.ts";
import type { Head } from "./head.ts";
import type { Places } from "./places.ts";
import { bytesOf } from "./reply.ts";

/** Bodies as the scripts hand them over: a block for a final request, hashes and text for a provisional one. */
export interface BodyReader {
  /** In the same order. */
  read(partition: string, found: readonly Found[]): Promise<readonly StoredRequest[]>;
}

export interface Found {
  readonly head: Head;
  readonly body: Buffer;
}

const dictionariesMax = 256;
const blockBytesMax = 64 * 1024 * 1024;

export function createBodyReader(link: Link, places: Places): BodyReader {
  const dictionaries = new Map<number, Buffer>();
  const dictionary = async (partition: string, number: number): Promise<Buffer> => {
    const known = dictionaries.get(number);
    if (known !== undefined) return known;
    const bytes = bytesOf(await link.call("hget", [places.dictionaries(partition), number]));
    if (dictionaries.size >= dictionariesMax) dictionaries.clear();
    dictionaries.set(number, bytes);
    return bytes;
  };
  const readBlock = async (partition: string, block: Buffer): Promise<readonly string[]> => {
    if (block.length < 4) throw new DamagedValue("a block of requests is cut");
    const number = block.readUInt32BE(0);
    const used = number === 0 ? {} : { dictionary: await dictionary(partition, number) };
    return unfold(block.subarray(4), used).split("\n");
  };
  return {
    read: async (partition, found) => {
      const blocks = new Map<number, readonly string[]>();
      const requests: StoredRequest[] = [];
      for (const { head, body } of found) {
        if (!head.isFinal) {
          requests.push(decodeBody(body.toString("utf8", 8 + 6 * body.readUInt16BE(6))));
          continue;
        }
        const texts = blocks.get(head.block) ?? (await readBlock(partition, body));
        blocks.set(head.block, texts);
        requests.push(decodeBody(texts[head.index] ?? ""));
      }
      return requests;
    },
  };
}

function unfold(block: Buffer, used: { readonly dictionary?: Buffer }): string {
  try {
    return zstdDecompressSync(block, { maxOutputLength: blockBytesMax, ...used }).toString();
  } catch (error) {
    throw new DamagedValue("a block of requests does not unfold", { cause: error });
  }
}
