import { onTestFinished } from "vitest";
import type { RoleProcess } from "../../deploy/dev/fleet/role-process.ts";
import { fleetLives } from "./fleet-lives.ts";
import type { FleetLives, FleetServices, How } from "./fleet-lives.ts";
import { writeLoadInto } from "./load-folder.ts";
import { metricsOf, sumOf } from "./up-answers.ts";
import { upLives } from "./up-lives.ts";
import type { Finished } from "./up-lives.ts";
import { patienceMs, waitUntil } from "./wait-until.ts";

/** SCEPSCOPE_SEED repeats a run. */
export const seed: number = Number(process.env["SCEPSCOPE_SEED"] ?? Date.now() % 1_000_000);

/** A fleet under load, and what becomes of it. */
export interface World {
  readonly lives: FleetLives;
  readonly collector: RoleProcess;
  readonly processors: RoleProcess[];
  /** The load goes on for so many steps of some 20 ms. */
  readonly steps: (count: number) => Promise<void>;
}

interface WorldOptions {
  readonly lives?: FleetLives;
  /** As of the load. */
  readonly aheadMs?: number;
  /** Those that the fleet has, from its beginning to its end; left out: one of all hosts. */
  readonly collectors?: readonly How[];
  /** How its two processors are. */
  readonly processor?: How;
}

/** Requests and totals, of the fleet and of one process that was left alone: they have to be the same. */
export interface Outcome {
  readonly came: Omit<Finished, "log">;
  readonly wanted: Omit<Finished, "log">;
}

/** Runs a fleet under load while `happen` treats it badly; then everything is read, also by one process that nothing happens to. */
export async function survives(
  services: FleetServices,
  happen: (world: World) => Promise<void>,
  { lives = fleetLives(services), aheadMs, collectors = [{}], processor }: WorldOptions = {},
): Promise<Outcome> {
  onTestFinished(lives.end);
  const undisturbed = upLives(lives.load);
  let [step, isOver] = [0, false];
  const writing = writeLoadInto(lives.load, {
    seed,
    historyMs: 60_000,
    everyMs: 400,
    ...(aheadMs === undefined ? {} : { aheadMs }),
    stepped: (count) => {
      step = count;
      return !isOver;
    },
  });
  const steps = async (count: number): Promise<void> => {
    const end = step + count;
    await waitUntil(() => step >= end, `${count} steps of the writer`, patienceMs + count * 100);
  };
  try {
    await steps(1);
    const processors = [lives.begin("process", processor), lives.begin("process", processor)];
    await Promise.all(processors.map(({ url }) => url));
    const [first = {}, ...others] = collectors;
    const collector = lives.begin("collect", first);
    // What a host has written before it was heard of is late where others have passed it already.
    await waitUntil(async () => (await sumOverProcessors({ processors }, readBytes)) > 0, "a slice");
    for (const how of others) lives.begin("collect", how);
    await steps(50);
    await happen({ lives, collector, processors, steps });
    await steps(50);
  } finally {
    isOver = true;
    await writing;
  }
  const came = await lives.finished(collectors);
  const { log: _, ...wanted } = await undisturbed.finished(lives.load.fresh("undisturbed"));
  if (wanted.requests.length < 60) throw new Error(`only ${wanted.requests.length} requests were made`);
  console.log(`seed ${seed}: ${came.requests.length} requests`);
  return { came, wanted };
}

const readBytes = "scepscope_read_bytes_total";

/** A metric of all processors together, or those of its series that have a label with this value. */
export async function sumOverProcessors(
  { processors }: Pick<World, "processors">,
  name: string,
  label = "",
): Promise<number> {
  const lines = (await Promise.all(processors.map(async ({ url }) => metricsOf(await url)))).flat();
  return sumOf(
    lines.filter(({ labels }) => label === "" || Object.values(labels).includes(label)),
    name,
  );
}

/** Of two processors, the one that has the partition in which something happens, and the other. */
export async function ownerAndOther(world: World): Promise<readonly [RoleProcess, RoleProcess]> {
  const [first, second] = world.processors;
  if (first === undefined || second === undefined) throw new Error("there are not two processors");
  const readBy = async (one: RoleProcess): Promise<number> =>
    sumOverProcessors({ processors: [one] }, readBytes);
  await waitUntil(async () => (await readBy(first)) + (await readBy(second)) > 0, "an owner");
  return (await readBy(first)) > 0 ? [first, second] : [second, first];
}
