import { Buffer } from "node:buffer";
import type { Checkpoint, Commit, StoredRequest } from "../../contract/index.ts";
import { encodeBody } from "../body.ts";
import { nameOfFacet } from "../facet-name.ts";
import { facetOf, gradesOf } from "../facet.ts";
import { foldKey } from "../fold.ts";
import { hashKey, hashesOf, packHashes } from "../hash-key.ts";
import { rankOf } from "../rank.ts";
import type { Word } from "./link.ts";
import { blockSize } from "./pack-bodies.ts";
import type { Packer } from "./pack-bodies.ts";

/**
 * A commit as commit.lua takes it, behind the first six words:
 * has a checkpoint, position · dictionaries: number, bytes · names of facets · blocks
 * · requests: id, folded, final, facet, start, last change, three grades, hash of the id, hashes, block, index in it, body of a provisional one
 * · gone: id, folded, hash, has a successor, successor, folded, hash, moment · hosts: name, view · state: name, chunks (-1: it is no more), chunk, …
 * Facets and blocks are named by their place in their list, from 1.
 */
export function commitWords(
  { checkpoint, requests, gone, hosts }: Commit,
  packer: Packer,
  at: number,
): Word[] {
  const facets = createNumbers();
  const { blocks, placeOf } = packFinals(requests, packer);
  const puts = requests.flatMap((request) => [
    ...headWords(request, facets.number(nameOfFacet(facetOf(request)))),
    ...(placeOf.get(request) ?? [0, 0, encodeBody(request)]),
  ]);
  const dictionaries = packer.fresh();
  return [
    checkpoint === null ? 0 : 1,
    checkpoint?.position ?? "",
    dictionaries.length,
    ...dictionaries.flatMap(({ number, bytes }) => [number, bytes]),
    ...counted(facets.names),
    ...counted(blocks),
    requests.length,
    ...puts,
    gone.length,
    ...gone.flatMap((one) => goneWords(one, at)),
    hosts.length,
    ...hosts.flatMap((host) => [host.host, JSON.stringify(host)]),
    ...stateWords(checkpoint),
  ];
}

/** Six bytes. */
export function hashWord(folded: string): Buffer {
  return Buffer.from(packHashes([hashKey(folded)]));
}

/** Of the id, and of all other identifiers. */
export function hashWords(request: StoredRequest): readonly [Buffer, Buffer] {
  const packed = Buffer.from(packHashes(hashesOf(request)));
  return [packed.subarray(0, 6), packed.subarray(6)];
}

function counted(words: readonly Word[]): Word[] {
  return [words.length, ...words];
}

function headWords(request: StoredRequest, facet: number): Word[] {
  const { id, started } = rankOf(request);
  const { key, exact, probable } = gradesOf(request);
  const changed = Math.max(0, Math.floor(request.changedAt));
  return [
    ...[id, foldKey(id), request.isFinal ? 1 : 0, facet, started, changed],
    ...[key, exact, probable, ...hashWords(request)],
  ];
}

function packFinals(
  requests: readonly StoredRequest[],
  packer: Packer,
): { readonly blocks: readonly Buffer[]; readonly placeOf: ReadonlyMap<StoredRequest, readonly Word[]> } {
  const finals = requests.filter(({ isFinal }) => isFinal);
  const blocks: Buffer[] = [];
  const placeOf = new Map<StoredRequest, readonly Word[]>();
  for (let first = 0; first < finals.length; first += blockSize) {
    const some = finals.slice(first, first + blockSize);
    blocks.push(packer.pack(some.map(encodeBody)));
    for (const [index, request] of some.entries()) placeOf.set(request, [blocks.length, index, ""]);
  }
  return { blocks, placeOf };
}

function goneWords({ id, successor }: Commit["gone"][number], at: number): Word[] {
  const [folded, last] = [foldKey(id), successor ?? ""];
  const known = foldKey(last);
  return [
    id,
    folded,
    hashWord(folded),
    successor === null ? 0 : 1,
    last,
    known,
    hashWord(known),
    Math.floor(at),
  ];
}

/** What Redis takes as one value, with room. */
const chunkBytesMax = 32 * 1024 * 1024;

function stateWords(checkpoint: Checkpoint | null): Word[] {
  if (checkpoint === null) return [0];
  const words: Word[] = [checkpoint.state.size];
  for (const [name, bytes] of checkpoint.state) {
    if (bytes === null) {
      words.push(name, -1);
      continue;
    }
    const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const chunks = Array.from({ length: Math.ceil(whole.length / chunkBytesMax) }, (_, index) =>
      whole.subarray(index * chunkBytesMax, (index + 1) * chunkBytesMax),
    );
    words.push(name, chunks.length, ...chunks);
  }
  return words;
}

function createNumbers(): { readonly names: string[]; number(name: string): number } {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  return {
    names,
    number: (name) => {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      numbers.set(name, names.push(name));
      return names.length;
    },
  };
}
