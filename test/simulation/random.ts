/** A seeded source of chance (sfc32). The same seed gives the same sequence on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  readonly unit: () => number;
  /** Uniform whole number in [0, limit). */
  readonly below: (limit: number) => number;
  readonly chance: (share: number) => boolean;
  readonly pick: <T>(choices: readonly [T, ...T[]]) => T;
  /** Standard normal. */
  readonly normal: () => number;
  /** Exponential with the given mean. */
  readonly exponential: (mean: number) => number;
  /** Lower-case hex digits. */
  readonly hex: (digits: number) => string;
  readonly guid: () => string;
  readonly bytes: (length: number) => Buffer;
}

export function createRandom(seed: number, label = ""): Random {
  const word = wordsOf(seed, label);
  const unit = (): number => word() / 4_294_967_296;
  const below = (limit: number): number => Math.floor(unit() * limit);
  const hex = (digits: number): string => {
    let text = "";
    while (text.length < digits) text += word().toString(16).padStart(8, "0");
    return text.slice(0, digits);
  };
  return {
    unit,
    below,
    hex,
    chance: (share) => unit() < share,
    pick: (choices) => choices[below(choices.length)] ?? choices[0],
    normal: () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit()),
    exponential: (mean) => -mean * Math.log(1 - unit()),
    guid: () => {
      const digits = hex(31);
      return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(12, 15)}-a${digits.slice(15, 18)}-${digits.slice(18, 30)}`;
    },
    bytes: (length) => {
      const bytes = Buffer.allocUnsafe(length + 4);
      for (let at = 0; at < length; at += 4) bytes.writeUInt32LE(word(), at);
      return bytes.subarray(0, length);
    },
  };
}

/** sfc32 (Chris Doty-Humphrey, PractRand), 32-bit words. */
function wordsOf(seed: number, label: string): () => number {
  let a = 0x9e3779b9 ^ seed;
  let b = 0x243f6a88;
  let c = 0xb7e15162;
  let counter = 1;
  for (const letter of label) b = Math.imul(b ^ (letter.codePointAt(0) ?? 0), 0x85ebca6b);
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let round = 0; round < 16; round += 1) next();
  return next;
}
