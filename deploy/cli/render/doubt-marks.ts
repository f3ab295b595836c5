import { doubtfulTrusts } from "../../../processors/contract/index.ts";
import type { DoubtfulTrust } from "../../../processors/contract/index.ts";
import { doubtWords } from "../../../processors/wording/index.ts";
import { prose } from "./canvas.ts";
import type { Canvas } from "./canvas.ts";

/** What `~` behind a time means: a line for each doubt that there is. */
export function doubtMarksExplained(
  there: readonly (DoubtfulTrust | null)[],
  canvas: Canvas,
): readonly string[] {
  return doubtfulTrusts
    .filter((trust) => there.includes(trust))
    .map(
      (trust) => `~ behind a time: ${doubtWords[trust].long}.${trust === "zone-doubtful" ? "" : zoneGiven}`,
    )
    .flatMap((text) => prose(" ", text, canvas))
    .map((line) => canvas.paint("dim", line));
}

const zoneGiven = " --zone of analyze, or zones in the configuration, gives it.";

/** What stands behind a time where there is room for words. */
export function zoneOf(doubt: DoubtfulTrust | null): string {
  if (doubt === null) return "UTC";
  return `${doubt === "zone-unknown" ? "" : "UTC "}(${doubtWords[doubt].short})`;
}
