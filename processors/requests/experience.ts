import { createMemory, stateOf } from "./book-memory.ts";
import type { BookMemory, BookState } from "./book-memory.ts";
import { createHostBook } from "./host-book.ts";
import type { HostBook } from "./host-book.ts";
import { createOperated } from "./operated.ts";
import type { Operated } from "./operated.ts";
import type { ServingSince } from "./serving.ts";

/** What a book has learned of the waits on each host: for another one that decides a part of the same records, and would have too few to learn from. */
export interface Experience {
  readonly hosts: ReadonlyMap<string, Pick<HostBook, "learned" | "prelude">>;
  /** The very ones of the book: a part of the records does not tell who went on at another host, nor since when a host has requests. */
  readonly operated: Operated;
  readonly serving: ServingSince;
}

export function experienceOf({
  hosts,
  operated,
  serving,
}: Pick<BookMemory, "hosts" | "operated" | "serving">): Experience {
  const learned = new Map([...hosts].map(([host, { learned, prelude }]) => [host, { learned, prelude }]));
  return { hosts: learned, operated, serving };
}

export function noExperience(): Experience {
  return { hosts: new Map(), operated: createOperated(), serving: new Map() };
}

/** An empty book that knows this of the hosts whose records it will get: what is learned is copied, and a fleet has thousands of hosts. */
export function beginWith(
  experience: Experience,
  hosts: Iterable<string> = experience.hosts.keys(),
): BookState {
  const { operated, serving } = experience;
  const state = { ...stateOf(createMemory(() => {})), operated, serving };
  for (const host of hosts) {
    const learned = experience.hosts.get(host);
    if (learned !== undefined) state.hosts.set(host, { ...createHostBook(host), ...learned });
  }
  return state;
}
