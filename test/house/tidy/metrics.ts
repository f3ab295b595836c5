import type { TidyCheck, Tree } from "./tree.ts";

const catalogueFiles = /^processors\/contract\/metrics(?:\/[a-z-]+)?[.]ts$/;
/** Where somebody relies on a metric: pages, rules, dashboards. */
const readers = /[.](?:md|ya?ml)$|^(?:alerts|deploy\/grafana)\/.+[.]json$/;

/** A name that is written wrong is a panel without data, or an alert that never fires. What the runtime tells is not in the catalogue. */
export const metricsAreInTheCatalogue: TidyCheck = (tree) => {
  const known = catalogueOf(tree);
  return [...tree]
    .filter(([path]) => readers.test(path))
    .flatMap(([path, text]) => namesIn(text).map((name) => [path, name] as const))
    .filter(([, name]) => !known.has(name) && !known.has(name.replace(/_(?:bucket|sum|count)$/, "")))
    .map(([path, name]) => `${path} names the metric ${name}, which the catalogue does not have`);
};

function catalogueOf(tree: Tree): ReadonlySet<string> {
  const files = [...tree].filter(([path]) => catalogueFiles.test(path));
  return new Set(
    files.flatMap(([, text]) =>
      [...text.matchAll(/\bname: "(scep(?:scope)?_\w+)"/g)].map(([, name]) => name ?? ""),
    ),
  );
}

function namesIn(text: string): string[] {
  const names = text.matchAll(/\bscep(?:scope)?_(?!process_|nodejs_)[a-z][a-z_]+[a-z]\b(?![*…])/g);
  return [...new Set([...names].map(([name]) => name))];
}
