/**
 * Matches a relative path with `/` between its parts, without case as Windows does: `*` is any part of a name, `?` one character, `**` any
 * number of folders. A pattern without `/` is matched with the name alone, in every folder.
 */
export function globMatcher(patterns: readonly string[]): (path: string) => boolean {
  const whole = patterns.map((pattern) => new RegExp(`^${sourceOf(pattern)}$`, "iu"));
  return (path) => whole.some((pattern) => pattern.test(path));
}

function sourceOf(glob: string): string {
  const pattern = glob.includes("/") ? glob.replace(/^[/]/, "") : `**/${glob}`;
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
