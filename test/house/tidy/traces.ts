import type { TidyCheck } from "./tree.ts";

/** Words of the machine that a file was written on. None of them means anything on another one. */
const traces: readonly RegExp[] = [
  /(?:^|[\s"'`(=])\/(?:work|root|home\/[a-z]+)\//m,
  /file:\/\/\/(?:work|root|home|Users)\//,
  /(?:^|[\s"'`(=])\/Users\/[a-z]+\//m,
  /[.][.]\/shared\//,
  /registry[.](?:npmjs|yarnpkg)|npmjs[.](?:org|com)|artifactory|verdaccio|jfrog|\/\/(?:npm|nexus)[.]|"resolved": "http/i,
];

/** CI looks for real log excerpts beside the checkout: that one place is agreed upon. */
const agreed = new Set([".ci/run"]);

export const noTracesOfAMachine: TidyCheck = (tree) =>
  [...tree]
    .filter(([path]) => !agreed.has(path) && !path.startsWith("test/house/"))
    .flatMap(([path, text]) =>
      traces.flatMap((trace) =>
        (text.match(trace) ?? []).slice(0, 1).map((found) => `${path} contains ${found.trim()}`),
      ),
    );

/** An exception from a rule is granted to a reason, not to a person in a hurry. */
export const exceptionsHaveReasons: TidyCheck = (tree) =>
  [...tree]
    .filter(([path]) => /[.](?:ts|mjs)$/.test(path) && !path.startsWith("test/house/"))
    .flatMap(([path, text]) =>
      text
        .split("\n")
        .flatMap((line, i) =>
          /(?:oxlint|eslint)-disable(?!.* -- \S)|@ts-(?:ignore|nocheck|expect-error)(?! \S)/.test(line)
            ? [`${path}:${i + 1} makes an exception without " -- reason"`]
            : [],
        ),
    );
