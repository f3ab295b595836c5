export type Facts = ReadonlyMap<string, string>;

/** What INFO says, line by line `name:value`. */
export function factsOf(text: string): Facts {
  const pairs = text.split(/\r?\n/).flatMap((line): [string, string][] => {
    const at = line.indexOf(":");
    return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)]];
  });
  return new Map(pairs);
}
