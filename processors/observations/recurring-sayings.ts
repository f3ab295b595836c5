import { copyText } from "../records/index.ts";
import type { Saying } from "./observation.ts";

/**
 * What texts say that come again and again. They are found by their length and compared: that takes a third of the time of a
 * map, which has to hash each new text.
 */
export interface RecurringSayings {
  get(text: string): Saying | undefined;
  /**
   * Keeps a saying that follows from the text alone, so that its records share it; gives it back. Not one with keys: such a text is of one
   * request.
   */
  keep(text: string, saying: Saying): Saying;
}

/** Starts with the texts that are known beforehand. What is kept beyond them is a cache: it never changes a result. */
export function recurringSayings(
  constants: Iterable<readonly [text: string, saying: Saying]>,
): RecurringSayings {
  const byLength: { readonly text: string; readonly saying: Saying }[][] = Array.from(
    { length: textCharsMax + 1 },
    () => [],
  );
  for (const [text, saying] of constants) byLength[text.length]?.push({ text, saying });
  let room = keptMax;
  return {
    get: (text) => {
      const known = byLength[text.length];
      if (known === undefined) return undefined;
      for (const one of known) if (one.text === text) return one.saying;
      return undefined;
    },
    keep: (text, saying) => {
      const known = byLength[text.length];
      if (saying.keys.length > 0 || known === undefined || known.length >= rivalsMax || room === 0)
        return saying;
      room -= 1;
      known.push({ text: copyText(text), saying });
      return saying;
    },
  };
}

const textCharsMax = 200;
/** Texts of one length, each of which is compared: a hostile log must not make the search long. */
const rivalsMax = 12;
const keptMax = 256;
