import { Agent, request as ask } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

/** When each line was first seen in a request: `path` and the byte behind its end, to ms UTC. */
export interface Seen {
  readonly path: string;
  readonly end: number;
  readonly at: number;
}

export interface Follower {
  readonly seen: readonly Seen[];
  readonly counts: () => { readonly changes: number; readonly asked: number; readonly overflows: number };
  stop(): void;
}

interface State {
  readonly url: string;
  readonly hosts: ReadonlySet<string>;
  readonly agent: Agent;
  readonly seen: Seen[];
  readonly known: Set<string>;
  /** Requests that are asked for now; true: it has changed meanwhile. */
  readonly asking: Map<string, boolean>;
  isOver: boolean;
  changes: number;
  asked: number;
  overflows: number;
}

/**
 * Follows the requests of some hosts as a page would: the event stream says what has changed, and then the request is asked for. A line counts as seen when the answer
 * that has it is here.
 */
export function followRequests(url: string, hosts: ReadonlySet<string>): Follower {
  const state: State = {
    url,
    hosts,
    agent: new Agent({ keepAlive: true, maxSockets: 8 }),
    seen: [],
    known: new Set(),
    asking: new Map(),
    isOver: false,
    changes: 0,
    asked: 0,
    overflows: 0,
  };
  const stream = new AbortController();
  void readStreams(state, stream.signal);
  return {
    seen: state.seen,
    counts: () => ({ changes: state.changes, asked: state.asked, overflows: state.overflows }),
    stop: () => {
      state.isOver = true;
      stream.abort();
      state.agent.destroy();
    },
  };
}

/** A stream that has overflown is begun again, and what was missed is asked for with the next change. */
async function readStreams(state: State, signal: AbortSignal): Promise<void> {
  while (!state.isOver) {
    try {
      const response = await fetch(`${state.url}/api/v1/events`, { signal });
      await readStream(state, response);
    } catch {
      await delay(100);
    }
  }
}

async function readStream(state: State, { body }: Response): Promise<void> {
  let rest = "";
  for await (const text of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const frames = (rest + text).split("\n\n");
    rest = frames.pop() ?? "";
    for (const frame of frames) takeFrame(state, frame);
  }
}

function takeFrame(state: State, frame: string): void {
  const [, name = "", told = ""] = /^event: (\w+)\ndata: (.*)$/m.exec(frame) ?? [];
  if (name === "overflow") state.overflows += 1;
  if (name !== "request") return;
  state.changes += 1;
  const { id, host }: { id: string; host: string } = JSON.parse(told);
  if (!state.hosts.has(host)) return;
  if (state.asking.has(id)) state.asking.set(id, true);
  else void look(state, id);
}

async function look(state: State, id: string): Promise<void> {
  state.asking.set(id, false);
  try {
    note(state, await get(state, `/api/v1/requests/${encodeURIComponent(id)}`));
  } catch (error) {
    if (!state.isOver) throw error;
  }
  const isChanged = state.asking.get(id) === true;
  state.asking.delete(id);
  if (isChanged && !state.isOver) void look(state, id);
}

interface Told {
  readonly evidence?: readonly { readonly path: string; readonly offset: number; readonly length: number }[];
}

function note({ seen, known }: State, { evidence = [] }: Told): void {
  const at = Date.now();
  for (const { path, offset, length } of evidence) {
    const name = `${path}\n${offset}`;
    if (known.has(name)) continue;
    known.add(name);
    seen.push({ path, end: offset + length, at });
  }
}

/** A request that is no more, or part of another, answers without evidence: the other one has changed, too. */
function get(state: State, path: string): Promise<Told> {
  state.asked += 1;
  return new Promise((resolve, reject) => {
    const sent = ask(state.url + path, { agent: state.agent }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () =>
        resolve(response.statusCode === 200 ? JSON.parse(Buffer.concat(parts).toString()) : {}),
      );
      response.on("error", reject);
    });
    sent.on("error", reject);
    sent.end();
  });
}
