import { createMemory, stateOf } from "./book-memory.ts";
import type { BookMemory, BookState } from "./book-memory.ts";
import { createHostBook } from "./host-book.ts";
import type { HostBook } from "./host-book.ts";
import { emptyHostLearned, learnedForPart } from "./layers/segment.ts";
import { createOperated } from "./operated.ts";
import type { Operated } from "./operated.ts";
import type { ServingSince } from "./serving.ts";
import { unloggedOf } from "./unlogged.ts";
import type { Unlogged } from "./unlogged.ts";

/** What a book has learned of the waits on each host: for another one that decides a part of the same records, and would have too few to learn from. */
export interface Experience {
  readonly hosts: ReadonlyMap<string, Pick<HostBook, "learned" | "prelude">>;
  /** The very ones of the book: a part of the records does not tell who went on at another host, nor since when a host has requests. */
  readonly operated: Operated;
  readonly serving: ServingSince;
  readonly unlogged: Unlogged;
}

export function experienceOf({
  hosts,
  operated,
  serving,
  unlogged,
}: Pick<BookMemory, "hosts" | "operated" | "serving" | "unlogged">): Experience {
  const learned = new Map([...hosts].map(([host, { learned, prelude }]) => [host, { learned, prelude }]));
  return { hosts: learned, operated, serving, unlogged };
}

export function noExperience(): Experience {
  return { hosts: new Map(), operated: createOperated(), serving: new Map(), unlogged: new Map() };
}

const nothingLearned = learnedForPart(emptyHostLearned());

/** An empty book that knows this of the hosts whose records it will get: what is learned is copied, and a fleet has thousands of hosts. */
export function beginWith(
  experience: Experience,
  hosts: Iterable<string> = experience.hosts.keys(),
): BookState {
  const { operated, serving } = experience;
  const names = [...hosts];
  // What it finds is decided too early to be noted for all.
  const unlogged = unloggedOf(experience.unlogged, names);
  const state = { ...stateOf(createMemory(() => {})), operated, serving, unlogged };
  for (const host of names) {
    const known = experience.hosts.get(host);
    const learned =
      known === undefined || known.learned === null ? nothingLearned : learnedForPart(known.learned);
    state.hosts.set(host, { ...createHostBook(host), prelude: known?.prelude ?? null, learned });
  }
  return state;
}
