import { isSource } from "./tree.ts";
import type { TidyCheck } from "./tree.ts";

/** Node's own names of the encoding; that of a file is spelt `utf-16le` here, which Node takes too, but only after `toString(`. */
const nodesName = /["'`](?:utf16le|ucs-?2)["'`]|toString\(\s*["'`]utf-16le["'`]/i;

/** See deploy/docs/adr/0010-utf-16-in-one-place.md. */
export const utf16IsDecodedInOnePlace: TidyCheck = (tree) =>
  [...tree]
    .filter(
      ([path]) => isSource(path) && !path.startsWith("test/") && path !== "collectors/contract/utf16.ts",
    )
    .filter(([, text]) => nodesName.test(text))
    .map(([path]) => `${path} decodes UTF-16 itself: use utf16Text of collectors/contract`);
