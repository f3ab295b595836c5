import { copyText } from "./kept-text.ts";
import type { Saying } from "./observation.ts";

/** Remembers what texts say that come again and again, so that their records share one saying. */
export interface RecurringSayings {
  get(text: string): Saying | undefined;
  /** Keeps a saying that follows from the text alone. Not one with keys: such a text is of one request. Gives it back. */
  keep(text: string, saying: Saying): Saying;
}

/** A cache and nothing else: what is in it never changes a result. */
export function recurringSayings(): RecurringSayings {
  const known = new Map<string, Saying>();
  return {
    get: (text) => known.get(text),
    keep: (text, saying) => {
      if (saying.keys.length > 0 || text.length > textCharsMax) return saying;
      if (known.size >= sayingsMax) known.clear();
      known.set(copyText(text), saying);
      return saying;
    },
  };
}

const textCharsMax = 200;
const sayingsMax = 256;
