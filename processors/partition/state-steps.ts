/** Versions of what the pieces of a state hold. */
export interface StateSteps {
  /** The oldest that can still be read. */
  readonly first: number;
  /** Each brings a piece from the version before to the next one. */
  readonly later: readonly ((name: string, piece: unknown) => unknown)[];
}

/**
 * Whoever changes what a piece holds adds a step, or, where what is new cannot be had from what was kept, raises `first` and leaves the steps before it out: then the
 * state is made again from the logs. Pieces are written when they change, so one state holds pieces of several versions. What a step gave is never changed later.
 */
export const stateSteps: StateSteps = {
  first: 2,
  later: [
    withRollAndStatusFiles,
    withSerials,
    withOperated,
    withServing,
    withHeld,
    withElsewhere,
    withWays,
    withServerLogs,
    withHeard,
  ],
};

/** 3: which pieces of status files count, and who reports a host; both were left out by the first of version 2. Who reports is heard again within seconds. */
function withRollAndStatusFiles(name: string, piece: unknown): unknown {
  if (name !== "pipeline") return piece;
  return { wholeFiles: [], roll: new Map(), ...objectOf(piece) };
}

/** 4: certificates that only one side has told of. What was told before is compared with nothing. */
function withSerials(name: string, piece: unknown): unknown {
  if (name !== "pipeline") return piece;
  const pipeline = objectOf(piece);
  const judge = objectOf(pipeline["judge"]);
  const skews = { serials: { issued: new Map(), awaited: new Map() }, ...objectOf(judge["skews"]) };
  return { ...pipeline, judge: { ...judge, skews } };
}

/** 5: who sent a PKIOperation to which host. What was sent before is not known: calls that one host answered in the last hour before the upgrade may count as given up. */
function withOperated(name: string, piece: unknown): unknown {
  if (name !== "pipeline") return piece;
  const pipeline = objectOf(piece);
  const operated = { steps: new Map(), count: 0, forgotten: new Map() };
  return { ...pipeline, book: { operated, ...objectOf(pipeline["book"]) } };
}

/** 6: since when each host has requests that a connector may report. It is told anew by the next of them. */
function withServing(name: string, piece: unknown): unknown {
  if (name !== "pipeline") return piece;
  const pipeline = objectOf(piece);
  return { ...pipeline, book: { serving: new Map(), ...objectOf(pipeline["book"]) } };
}

/** 7: what a CA holds for approval. What it held before leaves as it would have. The histories stay the same objects: others point to them. */
function withHeld(name: string, piece: unknown): unknown {
  if (name !== "pipeline") return piece;
  const pipeline = objectOf(piece);
  const book = objectOf(pipeline["book"]);
  const ledger = objectOf(book["ledger"]);
  const never = { heldAt: Number.NEGATIVE_INFINITY, decidedAt: Number.NEGATIVE_INFINITY };
  for (const shelf of [ledger["histories"], ledger["reported"], ledger["timeless"]])
    for (const history of valuesIn(shelf)) bring(history, never);
  return { ...pipeline, book: { ...book, ledger: { held: new Set(), ...ledger } } };
}

/** 8: what CAs on other hosts logged, and who waited for it. What was in a history by then joins nothing by time any more. */
function withElsewhere(name: string, piece: unknown): unknown {
  if (name !== "pipeline") return piece;
  const pipeline = objectOf(piece);
  const book = objectOf(pipeline["book"]);
  const ledger = objectOf(book["ledger"]);
  for (const entry of listOf(ledger["incoming"])) bring(entry, { caller: null, history: null });
  for (const shelf of [ledger["histories"], ledger["reported"], ledger["held"], ledger["timeless"]])
    for (const history of valuesIn(shelf))
      for (const entry of listOf(objectOf(history)["entries"])) bring(entry, { caller: null, history });
  const elsewhere = {
    requests: [],
    attempts: [],
    servers: new Set(),
    doubts: new Map(),
    crowdedThrough: Number.NEGATIVE_INFINITY,
    doneThrough: Number.NEGATIVE_INFINITY,
  };
  return { ...pipeline, book: { ...book, ledger: { elsewhere, ...ledger } } };
}

/** 9: how far each file has come on a clock that is put back. What was read before is not known: in the hour in which that happens, a log that is read on in the midst of it is doubted. */
function withWays(name: string, piece: unknown): unknown {
  if (name !== "pipeline") return piece;
  const pipeline = objectOf(piece);
  const way = { stay: null, steps: [] };
  return {
    ...pipeline,
    cursors: listOf(pipeline["cursors"]).map((cursor) => ({ way, ...objectOf(cursor) })),
  };
}

/** 10: when calls were by each log that tells of them, and how far each log has come. The next calls tell it anew. */
function withServerLogs(name: string, piece: unknown): unknown {
  if (name !== "pipeline") return piece;
  const pipeline = objectOf(piece);
  const logs = { clocks: new Map(), setBacks: { stamps: new Map(), found: new Map() } };
  return { ...pipeline, judge: { logs, ...objectOf(pipeline["judge"]) } };
}

/** 11: how far the logs of calls have come, apart from the rest. What they told before is not known: who called last before the upgrade, on a host that is quiet since, is not said to have given up. */
function withHeard(name: string, piece: unknown): unknown {
  if (name !== "pipeline") return piece;
  const pipeline = objectOf(piece);
  const none = Number.NEGATIVE_INFINITY;
  const hosts = objectOf(pipeline["book"])["hosts"];
  for (const host of hosts instanceof Map ? hosts.values() : []) {
    const { latestAt = none, pluginAt = none } = objectOf(host);
    bring(host, { heard: { any: latestAt, plugin: pluginAt, calls: none, verified: none } });
  }
  const watched = objectOf(pipeline["judge"])["hosts"];
  for (const host of watched instanceof Map ? watched.values() : [])
    bring(host, { loggedAt: objectOf(host)["newestAt"] });
  return pipeline;
}

/** The object stays the same: others point to it. */
function bring(value: unknown, added: object): void {
  if (typeof value === "object" && value !== null) Object.assign(value, { ...added, ...value });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function valuesIn(set: unknown): Iterable<unknown> {
  return set instanceof Set ? set : [];
}

function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) throw new Error("its pipeline is not what was written");
  return { ...value };
}
