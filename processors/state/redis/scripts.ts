import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Link, Word } from "./link.ts";

/** Each is made of files in `scripts/`, one behind the other; the head of the last says what it takes and gives. */
const parts = {
  raise: ["raise"],
  own: ["layout", "own"],
  "drop-open": ["layout", "owner", "drop-open"],
  saved: ["layout", "owner", "saved"],
  resumed: ["layout", "owner", "resumed"],
  "forget-state": ["layout", "owner", "forget-state"],
  commit: ["layout", "owner", "commit"],
  oldest: ["layout", "owner", "oldest"],
  forget: ["layout", "owner", "forget"],
  peek: ["layout", "peek"],
  get: ["layout", "get"],
  load: ["layout", "load"],
  find: ["layout", "behind", "new-facets", "find"],
  list: ["layout", "behind", "list"],
  earliest: ["layout", "earliest"],
  facets: ["layout", "new-facets", "facets"],
  sums: ["layout", "sums"],
} as const;

export type ScriptName = keyof typeof parts;

interface Script {
  readonly source: string;
  readonly digest: string;
}

export type RunScript = (name: ScriptName, key: string, words: readonly Word[]) => Promise<unknown>;

/** Scripts are sent by their digest; a server that does not know one (it was restarted) is sent the text. */
export function createScripts(link: Link): RunScript {
  const known = new Map<ScriptName, Script>();
  return async (name, key, words) => {
    const script = known.get(name) ?? readScript(name);
    known.set(name, script);
    try {
      return await link.call("evalsha", [script.digest, 1, key, ...words]);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith("NOSCRIPT")) throw error;
      return await link.call("eval", [script.source, 1, key, ...words]);
    }
  };
}

function readScript(name: ScriptName): Script {
  const source = parts[name]
    .map((part) => readFileSync(new URL(`./scripts/${part}.lua`, import.meta.url), "utf8"))
    .join("");
  return { source, digest: createHash("sha1").update(source).digest("hex") };
}
