import { copyText } from "./copy-text.ts";

/**
 * The same function of a text, which remembers what it gave for up to `max` texts. For texts that come again and again; what is remembered never changes a
 * result.
 */
export function remembered<T>(derive: (text: string) => T, max: number): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const derived = derive(text);
    if (known.size >= max) known.clear();
    known.set(copyText(text), derived);
    return derived;
  };
}
