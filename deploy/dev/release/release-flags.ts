import { parseArgs } from "node:util";
import { nodeOfPlatform } from "../../cli/pinned-node.mjs";

export interface ReleaseFlags {
  /** Folder that the archives are written to; made where it is not there. */
  readonly out: string;
  /** Such as `linux-x64`. */
  readonly platforms: readonly string[];
}

const all = [...nodeOfPlatform.keys()];

export const releaseUsage: string = `npm run release -- --out FOLDER [--platform NAME]…

Makes an archive of the last commit for each platform, with a Node of its own and the libraries: it is unpacked and runs, without npm, without another Node and without the internet.
The same commit gives the same bytes. Beside the archives stands SHA256SUMS, of those that this run made.

  --out FOLDER     where the archives are written
  --platform NAME  one of ${all.join(", ")}; may be given several times; usually all of them

For example: npm run release -- --out /tmp/scepscope --platform win32-x64
`;

/** Of `npm run release`, as somebody types them; null: help was asked for. Throws an error whose message says what is wrong with them. */
export function readReleaseFlags(args: readonly string[]): ReleaseFlags | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      out: { type: "string" },
      platform: { type: "string", multiple: true, default: all },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const { out = "", platform: platforms, help } = values;
  if (help) return null;
  if (out === "") throw new Error("--out is missing: where shall the archives be written?");
  const unknown = platforms.find((name) => !nodeOfPlatform.has(name));
  if (unknown !== undefined) throw new Error(`--platform cannot be "${unknown}"`);
  return { out, platforms };
}
