import type { Observation } from "../../contract/index.ts";

/**
 * How many events the file lacks between two of its events. A channel numbers its events one by one (`EventRecordID`), so what is missing in a file was lost, or left
 * out by whoever exported it. Expects all events that the file has of its channel. 0 where numbers are not told or the events are of two files.
 */
export function eventGaps(
  observations: readonly Observation[],
): (from: Observation, to: Observation) => number {
  const places = new Map(
    [...Map.groupBy(observations, ({ fileId }) => fileId)].map(([fileId, events]) => [
      fileId,
      placesOf(events),
    ]),
  );
  return (from, to) => {
    const inFile = from.fileId === to.fileId ? places.get(from.fileId) : undefined;
    const [first, last] = [from.facts.eventRecordId, to.facts.eventRecordId];
    if (inFile === undefined || first === undefined || last === undefined) return 0;
    return Math.abs(last - first) - Math.abs((inFile.get(last) ?? 0) - (inFile.get(first) ?? 0));
  };
}

/** By number: how many numbers that the file has are less. */
function placesOf(events: readonly Observation[]): ReadonlyMap<number, number> {
  const numbers = new Set(events.flatMap(({ facts }) => facts.eventRecordId ?? []));
  return new Map([...numbers].sort((a, b) => a - b).map((number, place) => [number, place]));
}
