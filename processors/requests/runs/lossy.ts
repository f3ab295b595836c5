/** So many are no chance. */
const brokenMin = 3;

/**
 * Whether a log loses so many of its lines that nothing in it is certain by its grammar alone. A run is whole because its lines go with each other; where more
 * than `most` of all runs have lost some, two whose losses complete each other read as one just as well, and that a run lacks nothing says nothing.
 */
export function isLossy(runs: { readonly broken: number; readonly all: number }, most: number): boolean {
  return runs.broken >= brokenMin && runs.broken > most * runs.all;
}
