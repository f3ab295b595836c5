import { setTimeout as after } from "node:timers/promises";

/** Until it holds, looked at again and again; fails when it takes too long. */
export async function waitUntil(
  holds: () => boolean | Promise<boolean>,
  msMax: number = 20_000,
  what: string = "the condition",
): Promise<void> {
  const deadline = performance.now() + msMax;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`${what} did not hold within ${msMax} ms`);
    await after(20);
  }
}
