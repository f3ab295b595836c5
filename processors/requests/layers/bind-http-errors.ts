import type { Observation } from "../../contract/index.ts";
import { addCandidate, clusterOf } from "../cluster.ts";
import type { Cluster } from "../cluster.ts";
import { pointFragment } from "../fragment.ts";
import type { Fragment, Role } from "../fragment.ts";
import { callersOf, isOwnCall } from "./own-calls.ts";

/** Calls that HTTP.sys logged in place of IIS: those that open an attempt, and those that belong to one of several. */
export interface HttpErrors {
  readonly opened: readonly Cluster[];
  readonly unbound: readonly Fragment[];
}

/**
 * HTTP.sys logs a call that its worker process never answered (Microsoft, "Error logging in HTTP Server API": Connection_Abandoned_By_ReqQueue, the process
 * died). Such a call belongs to the run that stopped at that moment. A call of the policy module itself belongs to the attempt that was under way then.
 * Everything else was refused before NDES saw it: one attempt a client and minute.
 * Expects the rows of one host in order.
 */
export function bindHttpErrors(errors: readonly Observation[], clusters: readonly Cluster[]): HttpErrors {
  const abandoned = errors.filter((one) => isAbandoned(one) && !isOwnCall(one));
  const stopped = abandoned.length === 0 ? [] : clusters.filter((cluster) => hasStopped(cluster));
  const left = bindTo(abandoned, {
    holders: (error) => stopped.filter((run) => diedWith(run, error)),
    role: () => "http-error",
    why: "the only run that stopped when this call was abandoned",
    fits: (count) => `${count} runs stopped when this call was abandoned`,
  });
  const own = bindTo(errors.filter(isOwnCall), {
    holders: callersOf(errors, clusters),
    role: ({ stage }) => (stage === 3 ? "verify-row" : "notify-row"),
    why: "the only attempt that was under way when the policy module's call was refused",
    fits: (count) => `${count} attempts were under way when the policy module's call was refused`,
  });
  const homeless = new Set([...left.homeless, ...own.homeless]);
  const opened = errors.filter((one) => homeless.has(one) || !(isOwnCall(one) || isAbandoned(one)));
  return { opened: attemptsOf(opened), unbound: [...left.unbound, ...own.unbound] };
}

interface Holding {
  readonly holders: (error: Observation) => readonly Cluster[];
  readonly role: (error: Observation) => Role;
  readonly why: string;
  readonly fits: (count: number) => string;
}

/** Each to the only attempt that can hold it, which can hold no other of its kind; `homeless`: to none. */
function bindTo(
  errors: readonly Observation[],
  { holders, role, why, fits }: Holding,
): { readonly homeless: Observation[]; readonly unbound: Fragment[] } {
  const held = errors.map((error) => ({ error, runs: holders(error) }));
  const rivals = new Map<Cluster, Map<Role, number>>();
  for (const { error, runs } of held)
    for (const run of runs) {
      const counts = rivals.get(run) ?? new Map<Role, number>();
      rivals.set(run, counts.set(role(error), (counts.get(role(error)) ?? 0) + 1));
    }
  const homeless: Observation[] = [];
  const unbound: Fragment[] = [];
  for (const { error, runs } of held) {
    const [run] = runs;
    if (run === undefined) homeless.push(error);
    else if (runs.length === 1 && rivals.get(run)?.get(role(error)) === 1)
      run.members.push({ fragment: pointFragment(role(error), error), grade: "probable", why });
    else {
      // Of its own role it would open a request; it belongs to one of these.
      unbound.push(pointFragment("loose", error));
      for (const each of runs) addCandidate(each, [error], fits(runs.length));
    }
  }
  return { homeless, unbound };
}

/**
 * Runs whose call HTTP.sys may have logged in place of IIS: their process died, so the lack of its row says nothing of the log of IIS. Taken for a hole in it, a crash would
 * part all other runs of its quarter of an hour from their calls. A run that was refused waits for nothing more: its call ended with it, and has its row.
 */
export function diedRuns(errors: readonly Observation[], runs: readonly Fragment[]): ReadonlySet<Fragment> {
  const abandoned = errors.filter((one) => isAbandoned(one));
  return new Set(
    abandoned.length === 0
      ? []
      : runs.filter((run) => isUnderWay(run) && abandoned.some((error) => endedBefore(run, error))),
  );
}

function isAbandoned({ facts }: Observation): boolean {
  return (
    facts.httpReason === "Connection_Abandoned_By_ReqQueue" &&
    (facts.operation ?? "pkioperation") === "pkioperation"
  );
}

/** A run that never came to an end, inside of a call that IIS has no row of. */
function hasStopped({ members }: Cluster): boolean {
  const run = members[0]?.fragment;
  if (run?.role !== "plugin-run" && run?.role !== "connector-run") return false;
  return members.every(({ fragment }) => fragment.role !== "pki-row") && !isDecided(run);
}

function isDecided({ observations }: Fragment): boolean {
  return observations.some((one) => one.kind === "report.finished" || one.stage === 4);
}

function isUnderWay(run: Fragment): boolean {
  const isRefused = run.observations.some(
    (one) => one.kind === "verify.finished" && one.outcome === "failed",
  );
  return !isRefused && !isDecided(run);
}

/** The process may hang for a while before it is given up. */
const diesWithinMs = 30_000;

function diedWith({ members }: Cluster, error: Observation): boolean {
  const run = members[0]?.fragment;
  return run !== undefined && endedBefore(run, error);
}

function endedBefore({ end: last }: Fragment, error: Observation): boolean {
  const at = error.at ?? Number.NaN;
  return last < at + error.resolutionMs + 1 && at - last <= diesWithinMs;
}

const burstMs = 60_000;

function attemptsOf(errors: readonly Observation[]): Cluster[] {
  const open = new Map<string, { readonly cluster: Cluster; at: number }>();
  const attempts: Cluster[] = [];
  for (const error of errors) {
    const client = error.keys.find((key) => key.type === "clientIp")?.value ?? "";
    const at = error.at ?? 0;
    const current = open.get(client);
    if (
      client !== "" &&
      current !== undefined &&
      at - current.at <= burstMs &&
      !differs(current.cluster, error)
    ) {
      current.cluster.members.push({
        fragment: pointFragment("http-error", error),
        grade: "probable",
        why: "the same client, within a minute",
      });
      current.at = at;
      continue;
    }
    const cluster = clusterOf(pointFragment("http-error", error), "unknown", "its own record");
    attempts.push(cluster);
    open.set(client, { cluster, at });
  }
  return attempts;
}

/** Two transactions are two attempts; so is the same call twice, since behind a proxy all clients look the same. */
function differs({ members }: Cluster, error: Observation): boolean {
  const transaction = transactionOf(error);
  return members.some(({ fragment }) =>
    fragment.observations.some(
      (one) =>
        one.facts.operation === error.facts.operation ||
        (transaction !== "" && transactionOf(one) !== "" && transactionOf(one) !== transaction),
    ),
  );
}

function transactionOf(observation: Observation): string {
  return observation.keys.find((key) => key.type === "transactionId")?.value ?? "";
}
