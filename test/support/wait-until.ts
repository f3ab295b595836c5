import { setTimeout as after } from "node:timers/promises";

/** So long a machine on which twenty others want to work may need for what takes a moment on a quiet one. */
export const patienceMs = 90_000;

/** The same for `expect.poll`. */
export const waiting: { readonly timeout: number; readonly interval: number } = {
  timeout: patienceMs,
  interval: 100,
};

/** Until it holds, looked at again and again; fails when it takes too long: by then it never will, however slow the machine. */
export async function waitUntil(
  holds: () => boolean | Promise<boolean>,
  what: string = "the condition",
  msMax: number = patienceMs,
): Promise<void> {
  const deadline = performance.now() + msMax;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`${what} did not hold within ${msMax} ms`);
    await after(20);
  }
}
