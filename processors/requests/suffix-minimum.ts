/** For each place the least of the values from there to the end. */
export function suffixMinimum(values: Float64Array): Float64Array {
  const minima = new Float64Array(values.length);
  let least = Number.POSITIVE_INFINITY;
  for (let index = values.length - 1; index >= 0; index -= 1) {
    least = Math.min(least, values[index] ?? least);
    minima[index] = least;
  }
  return minima;
}
