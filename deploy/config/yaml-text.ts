import { Document, isMap, isScalar } from "yaml";
import type { Node } from "yaml";

/** Plain values as YAML, with a comment above it; `says` gives the sentence above a key, by its path. Long lines stay whole, and a text of several lines is a block. */
export function yamlText(
  values: object,
  comment: string,
  says: (path: string) => string | undefined = () => undefined,
): string {
  const document = new Document(values, { aliasDuplicateObjects: false });
  document.commentBefore = comment.replaceAll(/^/gm, " ");
  explain(document.contents, "", says);
  return document.toString({ lineWidth: 0 });
}

function explain(node: Node | null, prefix: string, says: (path: string) => string | undefined): void {
  if (!isMap(node)) return;
  for (const { key, value } of node.items) {
    if (!isScalar(key)) continue;
    const path = `${prefix}${String(key.value)}`;
    const sentence = says(path);
    if (sentence !== undefined) key.commentBefore = ` ${sentence}`;
    if (isMap(value)) explain(value, `${path}.`, says);
  }
}
