import { z } from "zod";

/** What is said about every setting: its usual value, one sentence, and whether a running process takes a new value when it reloads. */
interface About<T> {
  readonly usual: T;
  readonly says: string;
  /** On SIGHUP a new value holds from then on. Left out: it needs a restart. */
  readonly reload?: true;
}

type Defaulted<T extends z.ZodType> = z.ZodDefault<T>;

/** A whole number between limits. */
export function count(
  about: About<number> & { readonly min: number; readonly max: number },
): Defaulted<z.ZodInt> {
  return z.int().min(about.min).max(about.max).default(about.usual).meta(metaOf(about));
}

export function flag(about: About<boolean>): Defaulted<z.ZodBoolean> {
  return z.boolean().default(about.usual).meta(metaOf(about));
}

/** Text that stands for a path, a name or nothing. Never long, and never with a line end or another control character. */
export function text(about: About<string>): Defaulted<z.ZodString> {
  return plainText().default(about.usual).meta(metaOf(about));
}

export function plainText(): z.ZodString {
  return z
    .string()
    .max(1024)
    .regex(/^[^\0-\x1F\x7F-\x9F]*$/);
}

function metaOf({ says, reload }: About<unknown>): { description: string; reload?: true } {
  return { description: says, ...(reload === true ? { reload } : {}) };
}
