/**
 * The word that a mistyped one was probably meant to be: the fewest edits, at most a third of its letters; else the one that ends with it behind a dot, or the only one that
 * begins with it. Null when none is near.
 */
export function nearest(word: string, words: readonly string[]): string | null {
  let best: string | null = null;
  let bestDistance = Math.floor(Math.min(word.length, wordLengthMax) / 3) + 1;
  if (word.length > wordLengthMax) return null;
  for (const candidate of words) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best ?? words.find((candidate) => candidate.endsWith(`.${word}`)) ?? onlyWithStart(word, words);
}

function onlyWithStart(word: string, words: readonly string[]): string | null {
  if (word === "") return null;
  const start = word.toLowerCase();
  const found = new Set(words.filter((each) => each.toLowerCase().startsWith(start)));
  const [first, ...others] = [...found].toSorted((a, b) => a.length - b.length);
  // What stands within a section is no rival of it.
  const isRivalled = others.some((each) => !each.startsWith(`${first}.`));
  return isRivalled ? null : (first ?? null);
}

const wordLengthMax = 80;

/** Levenshtein distance, row by row. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const above = row;
    row = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const replaced = (above[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
  }
  return row[to.length] ?? 0;
}
