import { join } from "node:path";

import { alertingGoals, alertingTable, measureAlerting } from "./alerting/alerting.ts";
import type { AlertingCosts } from "./alerting/alerting.ts";
import { measureAnalyze, sizeName } from "./analyze-runs.ts";
import type { AnalyzeCost } from "./analyze-runs.ts";
import type { BenchName } from "./bench-scenarios.ts";
import {
  analyzeTable,
  goalsTable,
  peersTable,
  profileTable,
  recordsTable,
  storeTable,
} from "./bench-tables.ts";
import { joinWebLogs } from "./bundle-shelf.ts";
import type { BundleShelf } from "./bundle-shelf.ts";
import { analyzeGoals, recordGoals, storeGoals } from "./goals.ts";
import type { Goal } from "./goals.ts";
import { fleetGoals, fleetTables } from "./fleet/fleet-tables.ts";
import { measureFleet } from "./fleet/fleet.ts";
import type { FleetCosts } from "./fleet/fleet.ts";
import { liveGoals, liveTables } from "./live/live-tables.ts";
import { measureLive } from "./live/live.ts";
import type { LiveCosts } from "./live/live.ts";
import { describeMachine, thisMachine } from "./machine.ts";
import type { Machine } from "./machine.ts";
import { measureProfile } from "./measure-profile.ts";
import type { ProfileShares } from "./measure-profile.ts";
import { collectGoals, collectTable, measureCollect } from "./measure-collect.ts";
import type { CollectCost } from "./measure-collect.ts";
import { measurePeers } from "./peers.ts";
import type { Peers } from "./peers.ts";
import { measureRecordSpeeds } from "./record-speeds.ts";
import type { RecordSpeed } from "./records.ts";
import type { Steps } from "./steps.ts";
import { measureStoreSpeed } from "./store-speed.ts";
import type { StoreSpeed } from "./store.ts";
import { printTable } from "./table.ts";

export interface BenchOptions {
  /** The caller removes it. */
  readonly folder: string;
  readonly shelf: BundleShelf;
  /** 100 MB only, each once. */
  readonly quick: boolean;
  /** A store with a million requests, too. */
  readonly million: boolean;
  readonly steps: Steps;
  readonly print: (text: string) => void;
}

export interface BenchResult {
  readonly machine: Machine;
  readonly records: readonly RecordSpeed[];
  readonly analyze: readonly AnalyzeCost[];
  readonly profile: readonly {
    readonly name: BenchName;
    readonly shares: Readonly<Record<string, number>>;
  }[];
  readonly peers: Peers;
  readonly stores: readonly StoreSpeed[];
  readonly collect: readonly CollectCost[];
  readonly live: LiveCosts;
  readonly fleet: FleetCosts;
  readonly alerting: AlertingCosts;
  readonly goals: readonly Goal[];
}

/** Everything in one run, so that each figure can be compared with each other. A table is printed as soon as it is whole. */
export async function runBench({
  folder,
  shelf,
  quick,
  million,
  steps,
  print,
}: BenchOptions): Promise<BenchResult> {
  const machine = thisMachine();
  print(`scepscope bench on ${describeMachine(machine)}\n`);
  const show = (table: Parameters<typeof printTable>[0]): void => {
    steps.end();
    print(printTable(table));
  };

  const records = await measureRecordSpeeds(steps.begin);
  show(recordsTable(records));
  const analyze = await analyzeAll(shelf, { quick, step: steps.begin });
  show(analyzeTable(analyze));
  const profile = await profileAll(shelf, steps.begin);
  show(profileTable(profile));
  const log = joinWebLogs(await shelf.bundle("calm", quick ? 100 : 1000), join(folder, "web-log"));
  const peers = await measurePeers(log, { runs: 3, step: steps.begin });
  show(peersTable(peers));
  const stores = await measureStores(
    quick ? [20_000] : million ? [100_000, 1_000_000] : [100_000],
    steps.begin,
  );
  show(storeTable(stores));
  const collect = await measureCollect(join(folder, "collect"), { quick, step: steps.begin });
  show(collectTable(collect));
  const live = await measureLive({ folder, shelf, million, step: steps.begin });
  for (const table of liveTables(live)) show(table);
  const fleet = await measureFleet({ folder, shelf, quick, million, step: steps.begin });
  for (const table of fleetTables(fleet)) show(table);
  const alerting = await measureAlerting(folder, steps.begin);
  show(alertingTable(alerting));
  const goals = [
    ...recordGoals(records),
    ...analyzeGoals(analyze),
    ...storeGoals(stores),
    ...collectGoals(collect),
    ...liveGoals(live),
    ...fleetGoals(fleet),
    ...alertingGoals(alerting),
  ];
  show(goalsTable(goals));

  const shares = profile.map((each) => ({ name: each.name, shares: Object.fromEntries(each.shares) }));
  return {
    machine,
    records,
    analyze,
    profile: shares,
    peers,
    stores,
    collect,
    live,
    fleet,
    alerting,
    goals,
  };
}

/** The first is the measure of the others. */
const plan: readonly (readonly [name: BenchName, megabytes: number, json: boolean])[] = [
  ["calm", 100, false],
  // Hardly more than the start of the process.
  ["calm", 1, false],
  ["calm", 100, true],
  ["mix", 100, false],
  ["mix", 100, true],
  ["burst", 100, false],
  ["calm", 1000, false],
  ["calm", 1000, true],
  ["mix", 1000, false],
  ["mix", 1000, true],
];

async function analyzeAll(
  shelf: BundleShelf,
  { quick, step }: { readonly quick: boolean; readonly step: (what: string) => void },
): Promise<readonly AnalyzeCost[]> {
  const costs: AnalyzeCost[] = [];
  for (const [name, megabytes, json] of plan) {
    if (quick && megabytes > 100) continue;
    const bundle = await shelf.bundle(name, megabytes);
    step(`analyzing ${sizeName(megabytes)} of ${name} as ${json ? "JSON" : "text"}`);
    costs.push(await measureAnalyze(bundle, { json, runs: quick || megabytes > 100 ? 1 : 3 }));
  }
  return costs;
}

async function profileAll(
  shelf: BundleShelf,
  step: (what: string) => void,
): Promise<readonly ProfileShares[]> {
  const profiles: ProfileShares[] = [];
  for (const name of ["calm", "mix", "burst"] as const) {
    const bundle = await shelf.bundle(name, 100);
    step(`sampling ${name}`);
    profiles.push(await measureProfile(bundle));
  }
  return profiles;
}

async function measureStores(
  sizes: readonly number[],
  step: (what: string) => void,
): Promise<readonly StoreSpeed[]> {
  const speeds: StoreSpeed[] = [];
  for (const size of sizes) {
    step(`a store with ${size} requests`);
    speeds.push(await measureStoreSpeed(size));
  }
  return speeds;
}
