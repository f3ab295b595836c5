/** Of a hexadecimal identifier `analyze --key` takes so many of its first characters: shorter parts fit by chance. */
export const keyPartMin = 8;

/** What a search in what is kept does with an identifier: it is found by its hash, and so as a whole. */
export const wholeKeyWords =
  "An identifier has to be whole here, without a “…” in it; case, braces, and the blanks or colons of a copied thumbprint do not matter.";

/** Where a part of one is enough; `analyze` is how that command is called. */
export function partOfKeyWords(analyze: string): string {
  return `With the logs at hand, ${analyze} also takes the beginning of a hexadecimal one, ${keyPartMin} characters or more.`;
}
