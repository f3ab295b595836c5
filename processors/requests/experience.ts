import { createMemory, stateOf } from "./book-memory.ts";
import type { BookMemory, BookState } from "./book-memory.ts";
import { createHostBook } from "./host-book.ts";
import type { HostBook } from "./host-book.ts";

/** What a book has learned of the waits on each host: for another one that decides a part of the same records, and would have too few to learn from. */
export type Experience = ReadonlyMap<string, Pick<HostBook, "learned" | "prelude">>;

export function experienceOf({ hosts }: Pick<BookMemory, "hosts">): Experience {
  return new Map([...hosts].map(([host, { learned, prelude }]) => [host, { learned, prelude }]));
}

/** An empty book that knows this of the hosts whose records it will get: what is learned is copied, and a fleet has thousands of hosts. */
export function beginWith(experience: Experience, hosts: Iterable<string> = experience.keys()): BookState {
  const state = stateOf(createMemory(() => {}));
  for (const host of hosts) {
    const learned = experience.get(host);
    if (learned !== undefined) state.hosts.set(host, { ...createHostBook(host), ...learned });
  }
  return state;
}
