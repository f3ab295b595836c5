import type { Observation } from "../../contract/index.ts";

/**
 * How many events the file lacks between two of its events. A channel numbers its events one by one (`EventRecordID`), so what is missing in a file was lost, or left
 * out by whoever exported it. Expects all events that the file has of its channel. 0 where numbers are not told or the events are of two files.
 */
export function eventGaps(
  observations: readonly Observation[],
): (from: Observation, to: Observation) => number {
  const places = new Map<string, Map<number, number>>();
  for (const [fileId, numbers] of numbersOf(observations))
    places.set(fileId, new Map([...numbers].sort((a, b) => a - b).map((number, place) => [number, place])));
  return (from, to) => {
    const inFile = from.fileId === to.fileId ? places.get(from.fileId) : undefined;
    const [first, last] = [from.facts.eventRecordId, to.facts.eventRecordId];
    if (inFile === undefined || first === undefined || last === undefined) return 0;
    return Math.abs(last - first) - Math.abs((inFile.get(last) ?? 0) - (inFile.get(first) ?? 0));
  };
}

function numbersOf(observations: readonly Observation[]): Map<string, Set<number>> {
  const numbers = new Map<string, Set<number>>();
  for (const { fileId, facts } of observations) {
    if (facts.eventRecordId === undefined) continue;
    const known = numbers.get(fileId);
    if (known === undefined) numbers.set(fileId, new Set([facts.eventRecordId]));
    else known.add(facts.eventRecordId);
  }
  return numbers;
}
