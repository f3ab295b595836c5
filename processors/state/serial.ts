/** Jobs one after the other, in the order in which they were asked for. A job that fails does not hold up the next. */
export type Serial = <Result>(job: () => Promise<Result>) => Promise<Result>;

export function createSerial(): Serial {
  let last: Promise<unknown> = Promise.resolve();
  return (job) => {
    const running = last.then(job, job);
    last = running.catch(() => {});
    return running;
  };
}
