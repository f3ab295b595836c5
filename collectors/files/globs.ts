/**
 * Matches a relative path with `/` between its parts, without case as Windows does: `*` is any part of a name, `?` one character, `**` any
 * number of folders. A pattern without `/` is matched with the name alone, in every folder.
 */
export function globMatcher(patterns: readonly string[]): (path: string) => boolean {
  const whole = patterns.map((pattern) => new RegExp(`^${sourceOf(pattern)}$`, "iu"));
  return (path) => whole.some((pattern) => pattern.test(path));
}

/** Which files of a place are wanted, and which folders may hold any, by relative path. */
export interface Wanted {
  file(path: string): boolean;
  folder(path: string): boolean;
}

/** `include` empty: everything. Patterns of a known depth keep whole trees from being looked into: of a server's users only one file of each is wanted. */
export function wantedBy({
  include,
  exclude,
}: {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}): Wanted {
  const [includes, excludes] = [globMatcher(include), globMatcher(exclude)];
  const steps = include.map((pattern) => stepsOf(pattern));
  return {
    file: (path) => (include.length === 0 || includes(path)) && !excludes(path),
    folder: (path) => include.length === 0 || steps.some((one) => mayHold(one, path.split("/"))),
  };
}

/** One for each part of the path; null: any number of folders. */
type Steps = readonly (RegExp | null)[];

function stepsOf(pattern: string): Steps {
  if (!pattern.includes("/")) return [null];
  const parts = pattern.replace(/^[/]/, "").split("/");
  return parts.map((part) => (part.includes("**") ? null : new RegExp(`^${regularOf(part)}$`, "iu")));
}

function mayHold(steps: Steps, names: readonly string[]): boolean {
  for (const [depth, name] of names.entries()) {
    const step = steps[depth];
    if (step === null) return true;
    if (step?.test(name) !== true) return false;
  }
  return names.length < steps.length;
}

function sourceOf(glob: string): string {
  return regularOf(glob.includes("/") ? glob.replace(/^[/]/, "") : `**/${glob}`);
}

function regularOf(pattern: string): string {
  return pattern.replace(/[*][*][/]|[*][*]|[*]|[?]|[^*?]+/g, (part) => {
    return wildcards.get(part) ?? part.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  });
}

/** No two of them can match the same text in two ways side by side, so that a long name costs no more than its length. */
const wildcards: ReadonlyMap<string, string> = new Map([
  ["**/", "(?:[^/]*/)*"],
  ["**", ".*"],
  ["*", "[^/]*"],
  ["?", "[^/]"],
]);
