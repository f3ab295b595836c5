/** `Name: value` on each line, as HTTP has it. Null: a line is something else. A value may be a secret, so nothing of it is said. */
export function parseHeaders(text: string): ReadonlyMap<string, string> | null {
  const headers = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === "") continue;
    const [, name = "", value = ""] =
      /^\s*([\w!#$%&'*+.^`|~-]+):[ \t]*([\x21-\x7E](?:[\x20-\x7E]*[\x21-\x7E])?)\s*$/.exec(line) ?? [];
    if (name === "" || headers.size >= headersMax) return null;
    headers.set(name, value);
  }
  return headers;
}

const headersMax = 20;
