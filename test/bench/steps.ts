export interface Steps {
  readonly begin: (what: string) => void;
  readonly end: () => void;
}

/** What is being done and for how long, on one line of a terminal; nothing in a pipe. */
export function createSteps(write: ((text: string) => void) | null): Steps {
  if (write === null) return { begin: () => {}, end: () => {} };
  let [what, startedAt] = ["", 0];
  const show = (): void =>
    write(`\r${what} … ${Math.round((performance.now() - startedAt) / 1000)} s\u001B[K`);
  const timer = setInterval(() => (what === "" ? undefined : show()), 1000);
  timer.unref();
  return {
    begin: (next) => {
      [what, startedAt] = [next, performance.now()];
      show();
    },
    end: () => {
      clearInterval(timer);
      write("\r\u001B[K");
    },
  };
}
