import type { DatabaseSync } from "node:sqlite";
import { setTimeout as delay, setImmediate as turn } from "node:timers/promises";

const attemptsMax = 50;
const attemptEveryMs = 20;

/**
 * Runs steps as one transaction: all of them have their effect, or none. Between steps others get their turn, so that a large commit does not hold up a
 * lookup; they read by a connection of their own, and see none of it before its end. Another process that writes is waited for, a second at most.
 */
export async function transact<Result>(
  db: DatabaseSync,
  steps: () => Generator<void, Result>,
): Promise<Result> {
  await begin(db);
  try {
    const running = steps();
    for (;;) {
      const { done, value } = running.next();
      if (done === true) {
        db.exec("COMMIT");
        return value;
      }
      await turn();
    }
  } finally {
    if (db.isTransaction) db.exec("ROLLBACK");
  }
}

async function begin(db: DatabaseSync): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      db.exec("BEGIN IMMEDIATE");
      return;
    } catch (error) {
      if (attempt >= attemptsMax || !isBusy(error)) throw error;
    }
    await delay(attemptEveryMs);
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === 5;
}
