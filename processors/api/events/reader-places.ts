/** Places at the event stream. Who has one gives it back by leaving; when all close, everybody leaves. */
export interface ReaderPlaces {
  /** A signal that ends with the place; null: all places are taken. */
  take(): AbortController | null;
  leave(place: AbortController): void;
  readonly taken: () => number;
  close(): void;
}

export function createReaderPlaces(placesMax: number): ReaderPlaces {
  const places = new Set<AbortController>();
  let isClosed = false;
  return {
    take: () => {
      if (isClosed || places.size >= placesMax) return null;
      const place = new AbortController();
      places.add(place);
      return place;
    },
    leave: (place) => {
      places.delete(place);
      place.abort();
    },
    taken: () => places.size,
    close: () => {
      isClosed = true;
      for (const place of places) place.abort();
      places.clear();
    },
  };
}
