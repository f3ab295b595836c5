import type { Observation } from "../../contract/index.ts";
import { observationsOf } from "../cluster.ts";
import type { Cluster } from "../cluster.ts";
import { caWindow, isNamedHost } from "../layers/ca-window.ts";
import { agreesWithCa, caWordOf } from "../layers/ca-word.ts";
import type { CaWord } from "../layers/ca-word.ts";
import { mayHoldRun } from "../layers/operation-layer.ts";
import { serverSkewMs } from "../operated.ts";
import { ndesHostOf } from "../runs/ca-requests.ts";
import type { Entry } from "./history.ts";

/**
 * A CA on a host of its own shares neither threads nor a clock with NDES, and often no identifier. What it logs of a request belongs to the attempt that waited for it then, if that is the only one
 * that did, and this the only request of the CA that it can have waited for: as far as clocks of two servers may differ. It is probable, never certain.
 *
 * Expects entries in order of their start. What is decided at a moment depends on what began before it alone: not on when it is asked for.
 */
export interface CaElsewhere {
  /** Those that something to come may still fit. */
  requests: CaCall[];
  attempts: CaWait[];
  /** The hosts of NDES that were seen. */
  readonly servers: Set<string>;
  /** By CA and host of NDES: how much speaks against their clocks. */
  readonly doubts: Map<string, number>;
  /** What begins up to this moment may fit something that was left out because there was no room, ms UTC. */
  crowdedThrough: number;
  doneThrough: number;
}

/** What a CA logged of a request. */
interface CaCall {
  readonly entry: Entry;
  /** The host of NDES that it names, or `""`. */
  readonly server: string;
  readonly word: CaWord;
  readonly at: number;
  /** Nothing that is found after this moment can fit. */
  readonly due: number;
  /** Attempts that waited for a CA then. */
  fits: number;
}

/** An attempt that may have waited for a CA. */
interface CaWait {
  readonly entry: Entry;
  /** Its host. */
  readonly host: string;
  readonly word: CaWord;
  readonly from: number;
  readonly to: number;
  /** From then on everything is known that fits, and what else that fits. */
  readonly due: number;
  fits: number;
  /** The first of those that fit. */
  call: CaCall | null;
}

export interface CaPair {
  readonly request: Entry;
  readonly attempt: Entry;
}

export function createCaElsewhere(): CaElsewhere {
  return {
    requests: [],
    attempts: [],
    servers: new Set(),
    doubts: new Map(),
    crowdedThrough: Number.NEGATIVE_INFINITY,
    doneThrough: Number.NEGATIVE_INFINITY,
  };
}

/** Compares it with those on the other side. */
export function noteCaSide(elsewhere: CaElsewhere, entry: Entry): void {
  const { cluster, fragment } = entry;
  if (cluster !== null) {
    elsewhere.servers.add(cluster.host);
    noteWait(elsewhere, entry, cluster);
  } else if (fragment.role === "ca-request" && !Number.isNaN(fragment.start)) noteCall(elsewhere, entry);
}

/** What has found each other for good by this moment. */
export function caPairs(elsewhere: CaElsewhere, moment: number): readonly CaPair[] {
  const through = Math.floor(moment / stepMs) * stepMs;
  if (!(through > elsewhere.doneThrough)) return [];
  if (through < Number.POSITIVE_INFINITY) elsewhere.doneThrough = through;
  const { requests, attempts } = elsewhere;
  const over = [...requests, ...attempts].filter(({ due }) => due < through);
  if (over.length === 0) return [];
  elsewhere.requests = requests.filter(({ due }) => !(due < through));
  elsewhere.attempts = attempts.filter(({ due }) => !(due < through));
  return over
    .sort((a, b) => a.due - b.due)
    .flatMap((side) => {
      if ("call" in side) return pairOf(elsewhere, side);
      weighClocks(elsewhere, side);
      return [];
    });
}

/** How finely time is looked at. */
const stepMs = 1000;

function noteCall(elsewhere: CaElsewhere, entry: Entry): void {
  const { host, start: at, observations } = entry.fragment;
  const server = ndesHostOf(observations);
  // The layers of its own host have decided.
  if (isNamedHost(server, host)) return;
  const call: CaCall = { entry, server, word: caWordOf(observations), at, due: at + serverSkewMs, fits: 0 };
  if (isCrowded(elsewhere, call, at)) return;
  for (const wait of elsewhere.attempts) compare(call, wait);
  elsewhere.requests.push(call);
}

function noteWait(elsewhere: CaElsewhere, entry: Entry, cluster: Cluster): void {
  const stretch = stretchOf(cluster);
  if (stretch === null) return;
  const due = stretch.to + 2 * serverSkewMs;
  const word = caWordOf(observationsOf(cluster));
  const wait: CaWait = { entry, host: cluster.host, word, ...stretch, due, fits: 0, call: null };
  if (isCrowded(elsewhere, wait, wait.from)) return;
  for (const call of elsewhere.requests) compare(call, wait);
  elsewhere.attempts.push(wait);
}

function compare(call: CaCall, wait: CaWait): void {
  const isInTime = wait.from - serverSkewMs <= call.at && call.at <= wait.to + serverSkewMs;
  // More than one is too many: nothing is looked at in vain.
  if (!isInTime || (call.fits > 1 && wait.fits > 1) || !fits(call, wait)) return;
  call.fits += 1;
  wait.fits += 1;
  wait.call ??= call;
}

function fits({ entry, server, word }: CaCall, wait: CaWait): boolean {
  if (entry.fragment.host === wait.host || (server !== "" && !isNamedHost(server, wait.host))) return false;
  // Both were told why the CA refused, and not the same.
  const isOther =
    word.codes.length > 0 &&
    wait.word.codes.length > 0 &&
    !word.codes.some((code) => wait.word.codes.includes(code));
  return !isOther && agreesWithCa(word, wait.word);
}

/** While it may have waited for a CA, ms UTC: where its records do not show that, as long as it lasted. Null: it never came so far, or it has its request of a CA. */
function stretchOf(cluster: Cluster): { readonly from: number; readonly to: number } | null {
  const anchor = cluster.members[0]?.fragment;
  if (anchor === undefined || anchor.role === "http-error" || Number.isNaN(anchor.start)) return null;
  if (cluster.members.some(({ fragment }) => fragment.role === "ca-request")) return null;
  const window = caWindow(cluster);
  if (window !== null) return { from: window.endTo - window.lengthMs, to: window.endTo };
  if (cluster.members.some(({ fragment }) => fragment.observations.some(endsBefore))) return null;
  const call = cluster.members.find(({ fragment }) => fragment.role === "pki-row")?.fragment ?? anchor;
  return { from: anchor.start, to: Math.max(anchor.end, call.end) };
}

/** No CA was asked. The answer to the call tells of what came after it as well, and so does a call that broke off. */
function endsBefore(observation: Observation): boolean {
  const { writer, kind, stage, outcome } = observation;
  if (kind === "contact.pki-operation") return !mayHoldRun(observation);
  return writer !== "httperr" && stage > 0 && stage <= 3 && outcome === "failed";
}

/** So many wait at once only where no time tells them apart. */
const openMax = 2000;

/** In a crowd nothing is compared: what does not fit into memory might be what fits. */
function isCrowded(elsewhere: CaElsewhere, side: { readonly due: number }, from: number): boolean {
  const { requests, attempts } = elsewhere;
  if (requests.length + attempts.length >= openMax) {
    for (const { due } of [...requests, ...attempts])
      elsewhere.crowdedThrough = Math.max(elsewhere.crowdedThrough, due);
    elsewhere.requests = [];
    elsewhere.attempts = [];
  }
  if (from > elsewhere.crowdedThrough) return false;
  elsewhere.crowdedThrough = Math.max(elsewhere.crowdedThrough, side.due);
  return true;
}

function pairOf(elsewhere: CaElsewhere, { entry, host, fits: count, call }: CaWait): readonly CaPair[] {
  if (call === null || count !== 1 || call.fits !== 1) return [];
  // Any other host may have asked the CA as well.
  if (call.server === "" && elsewhere.servers.size > 1) return [];
  const doubt = elsewhere.doubts.get(lineOf(call, host)) ?? 0;
  return doubt > doubtMost ? [] : [{ request: call.entry, attempt: entry }];
}

/** A request of a CA that names a host of NDES, none of whose attempts waited then: their clocks may differ by more, and what fits fits by chance. */
function weighClocks(elsewhere: CaElsewhere, call: CaCall): void {
  // Among many something always fits.
  if (call.fits > 1) return;
  for (const server of elsewhere.servers) {
    if (!isNamedHost(call.server, server)) continue;
    const line = lineOf(call, server);
    const doubt = (elsewhere.doubts.get(line) ?? 0) + (call.fits === 0 ? doubtStep : -1);
    elsewhere.doubts.set(line, Math.min(Math.max(doubt, 0), doubtMax));
  }
}

/** One among several may be missing because a log has lost it. */
const doubtStep = 8;
const doubtMost = 8;
const doubtMax = 32;

function lineOf({ entry }: CaCall, server: string): string {
  return `${entry.fragment.host} ${server}`;
}
