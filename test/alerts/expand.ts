import type { AlertingRule } from "../../alerts/index.ts";

/** Expands the few forms that our templates have, so that promtool can compare its own expansion with another one. */
export function expanded(
  { annotations }: AlertingRule,
  {
    labels,
    now,
    atSeconds,
  }: { readonly labels: Readonly<Record<string, string>>; readonly now: string; readonly atSeconds: number },
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(annotations).map(([name, template]) => [
      name,
      template
        .replaceAll(/\{\{ with query "time\(\) - (\d+)" \}\}.*?\{\{ end \}\}/g, (_, seconds: string) =>
          new Date((atSeconds - Number(seconds)) * 1000).toISOString().replace(".000Z", "Z"),
        )
        .replaceAll(/\{\{ \$labels[.](\w+) \| urlquery \}\}/g, (_, label: string) =>
          encodeURIComponent(labels[label] ?? ""),
        )
        .replaceAll(/\{\{ \$labels[.](\w+) \}\}/g, (_, label: string) => labels[label] ?? "")
        .replaceAll(/\{\{ \$value \| \w+ \}\}/g, now),
    ]),
  );
}
