import { Buffer } from "node:buffer";
import { DamagedValue } from "../damaged-value.ts";
import type { GradeCounts } from "../facet.ts";
import { noStart } from "../rank.ts";
import type { Rank } from "../rank.ts";

/** What of a request stands in Redis beside its body: layout.lua writes it. */
export interface Head {
  readonly isFinal: boolean;
  /** Its number within the partition. */
  readonly facet: number;
  readonly rank: Rank;
  readonly grades: GradeCounts;
  /** Final: the block with its body, and which of the bodies in it. */
  readonly block: number;
  readonly index: number;
}

/** flags 1, facet 3, start 8, last change 6, block 4, index 1; then the grades, and the id. */
export function readHead(bytes: Buffer): Head {
  if (bytes.length < gradesAt) throw new DamagedValue("the head of a request is cut");
  const { grades, end } = readGrades(bytes, gradesAt);
  return {
    isFinal: bytes.readUInt8(0) === 1,
    facet: bytes.readUIntBE(1, 3),
    rank: { started: bytes.readDoubleBE(4), id: bytes.toString("utf8", end) },
    grades,
    block: bytes.readUInt32BE(18),
    index: bytes.readUInt8(22),
  };
}

const gradesAt = 23;

/** A member of a zset: id, two bytes that end it, number, grades. */
export function readMember(
  member: Buffer,
  minusStart: number,
): { readonly number: number; readonly rank: Rank; readonly grades: GradeCounts } {
  const end = member.indexOf(idEnd);
  if (end < 0) throw new DamagedValue("an entry of a list is cut");
  const id = member.toString("utf8", 0, end).replaceAll("\0\uFFFD", "\0");
  const started = minusStart === -noStart ? noStart : 0 - minusStart;
  return {
    number: member.readUInt32BE(end + idEnd.length),
    rank: { started, id },
    grades: readGrades(member, end + idEnd.length + 4).grades,
  };
}

const idEnd = "\0\u0001";

/** Greater than all members of this id, less than those of the ids behind it. */
export function behindId(id: string): Buffer {
  const bytes = [...Buffer.from(id)].flatMap((byte) => (byte === 0 ? [0, 0xff] : [byte]));
  return Buffer.from([...bytes, 0, 2]);
}

function readGrades(bytes: Buffer, from: number): { readonly grades: GradeCounts; readonly end: number } {
  let at = from;
  const next = (): number => {
    for (let [value, scale] = [0, 1]; ; scale *= 128) {
      const byte = bytes[at];
      if (byte === undefined) throw new DamagedValue("the grades of a request are cut");
      at += 1;
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
  };
  const grades = { key: next(), exact: next(), probable: next() };
  return { grades, end: at };
}
