import type { Observation } from "../contract/index.ts";
import type { Experience } from "../requests/index.ts";
import { laneOf, noExperience } from "../requests/index.ts";
import { createCells, putAt, takeFrom } from "./cells.ts";
import type { Cell, CellLimits, Cells } from "./cells.ts";
import { createNameIndex, joinTexts } from "./name-index.ts";
import type { NameIndex } from "./name-index.ts";
import { showIn } from "./placed.ts";
import type { Placed, Provisional } from "./placed.ts";
import { hide } from "./shown.ts";
import type { Gone, Shown } from "./shown.ts";

export interface PreviewLimits {
  readonly server: CellLimits;
  /** A device logs little, and rests within a request. */
  readonly device: CellLimits;
  /** Of all hosts together. */
  readonly observationsMax: number;
  /** Observations that one refresh decides, but for a single larger window. */
  readonly decidedMax: number;
  /** Observations elsewhere that a window is decided with, because they share identifiers. */
  readonly linkedMax: number;
  /** More calls of one client in a window that nothing followed are not shown as requests. */
  readonly loneCallsMax: number;
}

const second = 1000;
const minute = 60 * second;

export const previewLimits: PreviewLimits = {
  server: {
    cellMs: second,
    nearMs: 2 * second,
    second: { afterMs: 5 * second, nearMs: 6 * second },
    reachMs: 30 * second,
    restMs: 10 * second,
    muchObservations: 1_000,
    observationsMax: 6_000,
  },
  device: {
    cellMs: minute,
    nearMs: 60 * minute,
    second: null,
    reachMs: 120 * minute,
    restMs: 15 * minute,
    muchObservations: 4_000,
    observationsMax: 4_000,
  },
  observationsMax: 200_000,
  decidedMax: 2_500,
  linkedMax: 4_000,
  loneCallsMax: 10,
};

/** The records of a preview, each in its cell, and the requests that they are shown in. */
export interface PreviewState {
  readonly limits: PreviewLimits;
  /** A host's servers and devices have cells of their own. */
  readonly hosts: Map<string, Cells<Placed>>;
  readonly placed: Map<Observation, Placed>;
  /** How many of them lie in a cell. */
  timed: number;
  readonly names: NameIndex<Placed>;
  readonly shown: Shown;
  experience: Experience;
  /** Windows that were decided so far. */
  decided: number;
  decidedRecords: number;
  dropped: number;
}

export function createPreviewState(limits: PreviewLimits): PreviewState {
  return {
    limits,
    hosts: new Map(),
    placed: new Map(),
    timed: 0,
    names: createNameIndex(),
    shown: new Map(),
    experience: noExperience(),
    decided: 0,
    decidedRecords: 0,
    dropped: 0,
  };
}

export function addRecord(state: PreviewState, observation: Observation): void {
  const { at, kind } = observation;
  const isCall = laneOf(observation).includes("prelude");
  const record: Placed = { observation, isCall, cell: null, names: noNames, request: null };
  record.names = state.names.enter(record, joinTexts(observation));
  state.placed.set(observation, record);
  if (at === null || kind === "report.status-file") {
    for (const bearers of state.names.ask()(record.names)) for (const other of bearers) markDirty(other);
    return;
  }
  record.cell = putAt(cellsOf(state, observation), record, at);
  state.timed += 1;
  showIn(record, null);
}

const noNames: Placed["names"] = [];

function cellsOf({ hosts, limits }: PreviewState, { host, writer }: Observation): Cells<Placed> {
  const isDevice = writer.endsWith("-device");
  const name = isDevice ? `${host}\ndevice` : host;
  const known = hosts.get(name);
  if (known !== undefined) return known;
  const made = createCells<Placed>(isDevice ? limits.device : limits.server);
  hosts.set(name, made);
  return made;
}

function markDirty({ cell }: Placed): void {
  cell?.cells.dirty.add(cell.index);
}

/** Returns what it was shown in; what else that had is decided anew. */
export function removeRecord(state: PreviewState, observation: Observation): Provisional | null {
  const record = state.placed.get(observation);
  if (record === undefined) return null;
  const { cell, request, names } = record;
  if (request !== null) {
    hide(state.shown, request);
    for (const one of request.records) markDirty(one);
  }
  if (cell !== null) {
    takeFrom(cell, record);
    state.timed -= 1;
  }
  state.placed.delete(observation);
  state.names.leave(record, names);
  return request;
}

/** Makes room: what is shown of the oldest records goes. */
export function* dropOldest(state: PreviewState): Generator<Gone> {
  while (state.timed > state.limits.observationsMax) {
    const oldest = oldestCell(state);
    if (oldest === null) return;
    state.dropped += oldest.records.size;
    for (const { observation } of oldest.records) {
      const hidden = removeRecord(state, observation);
      if (hidden !== null) yield { id: hidden.request.id, successor: null };
    }
  }
}

function oldestCell({ hosts }: PreviewState): Cell<Placed> | null {
  let oldest: Cell<Placed> | null = null;
  for (const { byIndex } of hosts.values())
    for (const cell of byIndex.values())
      if (oldest === null || beginOf(cell) < beginOf(oldest)) oldest = cell;
  return oldest;
}

/** ms UTC. */
function beginOf({ index, cells }: Cell<Placed>): number {
  return index * cells.limits.cellMs;
}
