/** The result, or a rejection when it takes longer. What comes later is heard by nobody. */
export async function withinTime<Result>(asked: Promise<Result>, msMax: number): Promise<Result> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${msMax / 1000} s`)), msMax);
  asked.catch(() => undefined);
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
