/** A V8 profile (`node --cpu-prof`): a tree of frames, the frame that ran at each sample, and the microseconds since the last. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly children?: readonly number[];
}

/** Share of the time, 0 to 1, by part of the program; largest first. Waiting is not counted. */
export type Shares = ReadonlyMap<string, number>;

/**
 * Sums the time by part. What Node and libraries do is the time of the part that called them; collecting garbage belongs
 * to nobody, and a frame without any caller of ours to "node".
 */
export function sumProfile({ nodes, samples, timeDeltas }: CpuProfile, repository: string): Shares {
  const partOf = partsOf(nodes, repository);
  const spent = new Map<string, number>();
  samples.forEach((id, index) => {
    const part = partOf.get(id) ?? "node";
    if (part !== idle) spent.set(part, (spent.get(part) ?? 0) + (timeDeltas[index] ?? 0));
  });
  const total = [...spent.values()].reduce((sum, time) => sum + time, 0);
  return new Map(
    [...spent].map(([part, time]): [string, number] => [part, time / total]).sort((a, b) => b[1] - a[1]),
  );
}

function partsOf(nodes: readonly ProfileNode[], repository: string): ReadonlyMap<number, string> {
  const parts = new Map<number, string>();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const [root] = nodes;
  const stack: [ProfileNode, string][] = root === undefined ? [] : [[root, "node"]];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const [node, caller] = top;
    const part = partOfFrame(node.callFrame, repository) ?? caller;
    parts.set(node.id, part);
    for (const id of node.children ?? []) {
      const child = byId.get(id);
      if (child !== undefined) stack.push([child, part]);
    }
  }
  return parts;
}

const idle = "idle";
const engineFrames: ReadonlyMap<string, string> = new Map([
  ["(garbage collector)", "garbage collection"],
  ["(idle)", idle],
  ["(program)", "node"],
]);

function partOfFrame(
  { functionName, url }: ProfileNode["callFrame"],
  repository: string,
): string | undefined {
  const path = url.replace(/^file:\/\//, "");
  if (!path.startsWith(repository) || path.includes("/node_modules/")) return engineFrames.get(functionName);
  return partOfPath(path.slice(repository.length));
}

/** First match counts. */
const folders: readonly (readonly [path: RegExp, part: string])[] = [
  [/^collectors\//, "read bytes"],
  [/^processors\/records\//, "records"],
  [/^processors\/observations\//, "observations"],
  [/^processors\/requests\/(runs|layers|matching|joins|views)\//, "requests/$1"],
  [/^processors\/requests\//, "requests/lane"],
  [/^processors\/causes\//, "causes"],
  [/^processors\//, "pipeline"],
  [/^deploy\/cli\/(?:render|analyze)\//, "render"],
  [/^deploy\//, "command"],
];

function partOfPath(path: string): string {
  for (const [pattern, part] of folders) {
    const match = pattern.exec(path);
    if (match !== null) return part.replace("$1", match[1] ?? "");
  }
  return "node";
}
