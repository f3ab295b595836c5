import { promisify } from "node:util";
import { DefaultSerializer, deserialize } from "node:v8";
import { constants, zstdCompress, zstdDecompressSync } from "node:zlib";
import { StoreFailed } from "../contract/index.ts";
import { stateSteps } from "./state-steps.ts";
import type { StateSteps } from "./state-steps.ts";

const packedMark: Buffer = Buffer.from("scepscope packed 1\n");

/**
 * Pieces of state as bytes. Within a piece identities are kept: many places hold the same observation, and must again when it is restored.
 *
 * The form is that of the structured clone, which later versions of Node read, with the version of what it holds in front.
 */
export function encodePiece(piece: unknown, version: number = latestOf(stateSteps)): Uint8Array {
  // The mark is written before, not put in front afterwards: a piece may be large, and would be copied.
  const serializer = new DefaultSerializer();
  serializer.writeRawBytes(Buffer.from(`scepscope state ${version}\n`));
  serializer.writeHeader();
  serializer.writeValue(piece);
  return serializer.releaseBuffer();
}

/**
 * A piece as it is kept: a structured clone names each field of each record, so a large one shrinks to a tenth. In another thread. What was packed is used up: its memory goes back at once. Tens of MB that wait
 * for the garbage collector make it collect everything, for a third of a second, at whatever asks for memory next.
 */
export async function packPiece(piece: Uint8Array): Promise<Uint8Array> {
  if (piece.length < packedBytesMin || packedMark.equals(piece.subarray(0, packedMark.length))) return piece;
  const packed = Buffer.concat([packedMark, await compress(piece, { params, chunkSize })]);
  const { buffer, length } = piece;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === length) buffer.transfer(0);
  return packed;
}

const compress = promisify(zstdCompress);
const params = { [constants.ZSTD_c_compressionLevel]: 1 };
const chunkSize = 1024 * 1024;
const packedBytesMin = 16 * 1024;
const pieceBytesMax = 2 ** 31 - 1;

/**
 * What a piece holds, packed or not, brought to the latest version. `name` is that of the piece. Throws `StoreFailed` (`store.newer`) for what a later version wrote, and
 * an error that says so for what is too old or damaged.
 */
export function readPiece(
  name: string,
  bytes: Uint8Array,
  steps: StateSteps = stateSteps,
): ReturnType<typeof deserialize> {
  const { kind, version, body } = markOf(unpacked(bytes));
  const latest = latestOf(steps);
  if (kind !== "state" || version > latest || isOfLaterNode(body)) throw newer(kind, version, latest);
  if (version < steps.first) throw new Error(`it was kept as version ${version}, which is read no more`);
  let piece = deserialize(body);
  for (const step of steps.later.slice(version - steps.first)) piece = step(name, piece);
  return piece;
}

function latestOf({ first, later }: StateSteps): number {
  return first + later.length;
}

function unpacked(bytes: Uint8Array): Buffer {
  const kept = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (!kept.subarray(0, packedMark.length).equals(packedMark)) return kept;
  const packed = kept.subarray(packedMark.length);
  return zstdDecompressSync(packed, { maxOutputLength: pieceBytesMax, chunkSize });
}

/** A later version may also pack or seal in another way. */
function markOf(piece: Buffer): { readonly kind: string; readonly version: number; readonly body: Buffer } {
  const [mark, kind, version] =
    /^scepscope ([a-z]{1,20}) (\d{1,9})\n/.exec(piece.toString("latin1", 0, 42)) ?? [];
  if (mark === undefined || kind === undefined) throw new Error("it is nothing that this program wrote");
  return { kind, version: Number(version), body: piece.subarray(mark.length) };
}

/** A structured clone begins with a byte of ones and its version: https://chromium.googlesource.com/v8/v8/+/refs/heads/main/src/objects/value-serializer.cc */
function isOfLaterNode(body: Buffer): boolean {
  const serializer = new DefaultSerializer();
  serializer.writeHeader();
  const [, known = 0] = serializer.releaseBuffer();
  return body[0] === 0xff && (body[1] ?? 0) > known;
}

function newer(kind: string, version: number, latest: number): StoreFailed {
  const what =
    kind === "state" ? `its version is ${version}, this one knows ${latest}` : `${kind} ${version}`;
  return new StoreFailed(
    "store.newer",
    `the state was kept by a later version of scepscope (${what}): it is left as it is`,
  );
}
