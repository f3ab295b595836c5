import type { Observation, Request } from "../contract/index.ts";
import type { Experience } from "../requests/index.ts";
import { noExperience } from "../requests/index.ts";
import { createCells, putAt, takeFrom } from "./cells.ts";
import type { Cell, CellLimits, Cells } from "./cells.ts";
import { createNameIndex } from "./name-index.ts";
import type { NameIndex } from "./name-index.ts";
import { createShown, hide } from "./shown.ts";
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
  readonly hosts: Map<string, Cells>;
  readonly cellOf: Map<Observation, Cell>;
  /** Records without a usable time: they wait for a record that shares their name. */
  readonly timeless: Set<Observation>;
  readonly names: NameIndex;
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
    cellOf: new Map(),
    timeless: new Set(),
    names: createNameIndex(),
    shown: createShown(),
    experience: noExperience(),
    decided: 0,
    decidedRecords: 0,
    dropped: 0,
  };
}

export function addRecord(state: PreviewState, observation: Observation): void {
  const { at, kind } = observation;
  state.names.add(observation);
  if (at !== null && kind !== "report.status-file") {
    state.cellOf.set(observation, putAt(cellsOf(state, observation), observation, at));
    return;
  }
  state.timeless.add(observation);
  for (const bearers of state.names.ask()(observation)) for (const other of bearers) markDirty(state, other);
}

function cellsOf({ hosts, limits }: PreviewState, { host, writer }: Observation): Cells {
  const isDevice = writer.endsWith("-device");
  const name = isDevice ? `${host}\ndevice` : host;
  const known = hosts.get(name);
  if (known !== undefined) return known;
  const made = createCells(isDevice ? limits.device : limits.server);
  hosts.set(name, made);
  return made;
}

function markDirty({ cellOf }: PreviewState, observation: Observation): void {
  const cell = cellOf.get(observation);
  cell?.cells.dirty.add(cell.index);
}

/** Returns the request that was shown with it; what else that had is decided anew. */
export function removeRecord(state: PreviewState, observation: Observation): Request | null {
  const request = state.shown.ofRecord.get(observation) ?? null;
  if (request !== null) {
    hide(state.shown, request);
    for (const one of request.evidence) markDirty(state, one.observation);
  }
  const cell = state.cellOf.get(observation);
  if (cell !== undefined) takeFrom(cell, observation);
  state.cellOf.delete(observation);
  state.timeless.delete(observation);
  state.names.delete(observation);
  return request;
}

/** Makes room: what is shown of the oldest records goes. */
export function* dropOldest(state: PreviewState): Generator<Gone> {
  while (state.cellOf.size > state.limits.observationsMax) {
    const oldest = oldestCell(state);
    if (oldest === null) return;
    state.dropped += oldest.observations.size;
    for (const observation of oldest.observations) {
      const hidden = removeRecord(state, observation);
      if (hidden !== null) yield { id: hidden.id, successor: null };
    }
  }
}

function oldestCell({ hosts }: PreviewState): Cell | null {
  let oldest: Cell | null = null;
  for (const { byIndex } of hosts.values())
    for (const cell of byIndex.values())
      if (oldest === null || beginOf(cell) < beginOf(oldest)) oldest = cell;
  return oldest;
}

/** ms UTC. */
export function beginOf({ index, cells }: Pick<Cell, "index" | "cells">): number {
  return index * cells.limits.cellMs;
}
