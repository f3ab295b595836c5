import type { StoredRequest } from "../../contract/index.ts";
import { encodeBody } from "../body.ts";
import type { Squeeze, Squeezed } from "./squeeze.ts";

/**
 * Bodies of requests that are written as rows one after the other, `first` being the number of the first row. What is provisional is soon written again, and lies as it is.
 * Those that are final are compressed together, which costs a fifth: their texts lie, a line each, in the row of the last of them, which is also forgotten last.
 */
export function packBodies(
  squeeze: Squeeze,
  requests: readonly StoredRequest[],
  first: number,
): readonly Squeezed[] {
  const texts = requests.map((request) => encodeBody(request));
  const packed = texts.map((body): Squeezed => ({ dictionary: null, body }));
  for (const group of groupsOf(requests, texts)) {
    const holder = group.at(-1) ?? 0;
    group.forEach((at, line) => (packed[at] = { dictionary: line, body: first + holder }));
    packed[holder] = squeeze.pack(group.map((at) => texts[at]).join("\n"));
  }
  return packed;
}

/** Whoever reads one unfolds all of its group. */
const groupCharsMax = 64 * 1024;

/** Places of the final ones. */
function groupsOf(
  requests: readonly StoredRequest[],
  texts: readonly string[],
): readonly (readonly number[])[] {
  const groups: number[][] = [];
  let chars = Number.POSITIVE_INFINITY;
  for (const [at, text] of texts.entries()) {
    if (requests[at]?.isFinal !== true) continue;
    if (chars + text.length > groupCharsMax) {
      groups.push([]);
      chars = 0;
    }
    groups.at(-1)?.push(at);
    chars += text.length;
  }
  return groups;
}
