import { createMemory, stateOf } from "./book-memory.ts";
import type { BookMemory, BookState } from "./book-memory.ts";
import { createHostBook } from "./host-book.ts";
import type { HostBook } from "./host-book.ts";
import { createOperated } from "./operated.ts";
import type { Operated } from "./operated.ts";

/** What a book has learned of the waits on each host: for another one that decides a part of the same records, and would have too few to learn from. */
export interface Experience {
  readonly hosts: ReadonlyMap<string, Pick<HostBook, "learned" | "prelude">>;
  /** The very one of the book: a part of the records does not tell who went on at another host. */
  readonly operated: Operated;
}

export function experienceOf({ hosts, operated }: Pick<BookMemory, "hosts" | "operated">): Experience {
  const learned = new Map([...hosts].map(([host, { learned, prelude }]) => [host, { learned, prelude }]));
  return { hosts: learned, operated };
}

export function noExperience(): Experience {
  return { hosts: new Map(), operated: createOperated() };
}

/** An empty book that knows this of the hosts whose records it will get: what is learned is copied, and a fleet has thousands of hosts. */
export function beginWith(
  experience: Experience,
  hosts: Iterable<string> = experience.hosts.keys(),
): BookState {
  const state = { ...stateOf(createMemory(() => {})), operated: experience.operated };
  for (const host of hosts) {
    const learned = experience.hosts.get(host);
    if (learned !== undefined) state.hosts.set(host, { ...createHostBook(host), ...learned });
  }
  return state;
}
