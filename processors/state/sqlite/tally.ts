import type { DatabaseSync } from "node:sqlite";
import type { GradeCounts } from "../facet.ts";
import { hourMs } from "../hour.ts";

/** Running sums by facet, and by facet and hour of the start: what a summary is made of, whatever the number of requests. */
export interface Tally {
  add(request: Counted, sign: 1 | -1): void;
  /** Within the transaction whose changes were added. */
  write(): void;
  forget(): void;
}

export interface Counted {
  readonly facet: number;
  readonly started: number;
  readonly grades: GradeCounts;
}

export function createTally(db: DatabaseSync): Tally {
  const columns = "requests, graded_key, graded_exact, graded_probable";
  const sums = `requests = requests + excluded.requests, graded_key = graded_key + excluded.graded_key,
    graded_exact = graded_exact + excluded.graded_exact, graded_probable = graded_probable + excluded.graded_probable`;
  const addTotal = db.prepare(
    `INSERT INTO totals (facet, ${columns}) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET ${sums}`,
  );
  const addHour = db.prepare(
    `INSERT INTO tallies (hour, facet, ${columns}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET ${sums}`,
  );
  const dropHour = db.prepare("DELETE FROM tallies WHERE hour = ? AND facet = ? AND requests = 0");
  const pending = new Map<string, Delta>();
  return {
    add: ({ facet, started, grades }, sign) => {
      const hour = Math.floor(started / hourMs);
      const name = `${hour}/${facet}`;
      let delta = pending.get(name);
      if (delta === undefined) {
        delta = { hour, facet, requests: 0, key: 0, exact: 0, probable: 0 };
        pending.set(name, delta);
      }
      delta.requests += sign;
      delta.key += sign * grades.key;
      delta.exact += sign * grades.exact;
      delta.probable += sign * grades.probable;
    },
    write: () => {
      for (const { hour, facet, requests, key, exact, probable } of pending.values()) {
        addTotal.run(facet, requests, key, exact, probable);
        addHour.run(hour, facet, requests, key, exact, probable);
        if (requests < 0) dropHour.run(hour, facet);
      }
      pending.clear();
    },
    forget: () => pending.clear(),
  };
}

interface Delta {
  readonly hour: number;
  readonly facet: number;
  requests: number;
  key: number;
  exact: number;
  probable: number;
}
