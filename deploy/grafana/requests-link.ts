/**
 * The page's list of requests, narrowed. `words` are its parameters; `{cause}` is the label of the series that was clicked, `$host` a variable of the dashboard. What is
 * open may have begun before the time that is shown; all others began within it, or a little earlier.
 */
export function requestsLink(words: Readonly<Record<string, string>>): string {
  const parts = Object.entries(words).map(([name, value]) => `${name}=${filled(value)}`);
  if (words["outcome"] !== "open") parts.push("since=${__from:date:iso}", "until=${__to:date:iso}");
  return `\${page}/requests?${parts.join("&")}`;
}

function filled(value: string): string {
  return value.replace(/^\{(\w+)\}$/, "${__field.labels.$1}").replace(/^\$(\w+)$/, "${$1:percentencode}");
}
