import { courseOf } from "./courses/index.ts";
import type { Course } from "./courses/index.ts";
import { createDevice } from "./device.ts";
import type { Device } from "./device.ts";
import type { HostState } from "./host-state.ts";
import { periodOf } from "./period.ts";
import { phaseOf } from "./phases.ts";
import { coursesFor } from "./script/index.ts";
import type { Arrival } from "./script/index.ts";

/** Who comes to a host, in order of time. Retries are among them: `seen` tells whose device is to come back. */
export function createArrivals(host: HostState): {
  readonly next: () => Arrival | null;
  readonly seen: (arrival: Arrival, device: Device) => void;
} {
  const times = timesOf(host);
  const deal = createDeal(host);
  const returning: (Arrival & { readonly left: number })[] = [];
  const tries = new Map<string, number>();
  let ordinal = 0;
  let fresh = times.next();
  const comeBack = (arrival: Arrival & { readonly left: number }): void => {
    returning.push(arrival);
    returning.sort((a, b) => a.at - b.at);
  };
  for (const arrival of loopOf(host)) comeBack(arrival);
  return {
    next: () => {
      const back = returning[0];
      if (back !== undefined && (fresh.done === true || back.at <= fresh.value)) {
        returning.shift();
        tries.set(back.id, back.left);
        return back;
      }
      if (fresh.done === true) return null;
      const at = fresh.value;
      fresh = times.next();
      ordinal += 1;
      const id = `${host.plan.name}-${ordinal}`;
      const generation = generationAt(host, at);
      const retried = host.random.chance(host.plan.retries);
      if (retried) tries.set(id, 1 + host.random.below(2));
      return { id, at, generation, device: null, course: retried ? failing(host) : deal(generation, at) };
    },
    seen: (arrival, device) => {
      const left = tries.get(arrival.id) ?? 0;
      tries.delete(arrival.id);
      if (left === 0) return;
      const [first = "", attempt = "1"] = arrival.id.split(".");
      const at = arrival.at + 30_000 + host.random.exponential(240_000);
      const course = left === 1 ? courseOf("success") : failing(host);
      const again = { ...device, thumbprint: nextThumbprint(device) };
      comeBack({
        ...arrival,
        id: `${first}.${Number(attempt) + 1}`,
        at,
        course,
        device: again,
        left: left - 1,
      });
    },
  };
}

/** The key is the same, the certificate is not. Nothing is drawn for it: the rest of the fleet stays as it is. */
function nextThumbprint({ thumbprint }: Device): string {
  return thumbprint.slice(1) + thumbprint.slice(0, 1);
}

function* timesOf(host: HostState): Generator<number, undefined> {
  const { arrivals } = host.plan;
  const { startAt } = host.scenario;
  if (arrivals.kind === "steady") {
    let at = startAt + 30_000;
    for (let index = 0; index < arrivals.count; index += 1)
      yield (at += host.random.exponential(arrivals.everyMs));
    return undefined;
  }
  if (arrivals.kind === "phases") {
    for (let at = startAt; ;) {
      // An hour stands for a phase without devices.
      at += host.random.exponential(phaseOf(host.plan, at - startAt)?.everyMs ?? 3_600_000);
      yield at;
    }
  }
  const gapMs = 1000 / arrivals.perSecond;
  for (let push = 0; push < arrivals.pushes; push += 1) {
    let at = startAt + 60_000 + push * arrivals.everyMs;
    for (let index = 0; index < arrivals.perSecond * arrivals.seconds; index += 1)
      yield (at += host.random.exponential(gapMs));
  }
  return undefined;
}

function generationAt(host: HostState, at: number): "legacy" | "unified" {
  const { connector } = host.plan;
  if (connector !== "upgrade") return connector;
  const { startAt, endAt } = periodOf(host.scenario, host.plan);
  return at < (startAt + endAt) / 2 ? "legacy" : "unified";
}

/** Gives each request its course: by weight, or all courses in turn, successes between them. */
function createDeal(host: HostState): (generation: "legacy" | "unified", at: number) => Course {
  let turn = 0;
  return (generation, at) => {
    const courses = phaseOf(host.plan, at - host.scenario.startAt)?.courses ?? host.plan.courses;
    if (courses !== "each") return weighted(host, courses);
    // A connector that is offline refuses everybody: not one among others.
    const all = coursesFor(generation).filter((course) => course.name !== "offline");
    turn += 1;
    const success = courseOf("success");
    return turn % 2 === 0 ? (all[(turn / 2) % all.length] ?? success) : success;
  };
}

function weighted(host: HostState, courses: readonly (readonly [string, number])[]): Course {
  let left = host.random.unit() * courses.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [name, weight] of courses) {
    left -= weight;
    if (left < 0) return courseOf(name);
  }
  return courseOf("success");
}

function failing(host: HostState): Course {
  return courseOf(host.random.pick(["expired", "template-unsupported", "client-gone", "reused"]));
}

/** One device that is given a certificate again and again: other keys each time. */
function loopOf(host: HostState): (Arrival & { readonly left: number })[] {
  if (!host.plan.troubles.includes("reissue-loop")) return [];
  const { startAt, endAt } = periodOf(host.scenario, host.plan);
  const course = courseOf("success");
  const generation = generationAt(host, startAt);
  const device = createDevice(host, course, generation);
  return Array.from({ length: 8 }, (_, index) => {
    const fresh = createDevice(host, course, generation);
    const { transactionId, thumbprint, keyId } = fresh;
    const at = startAt + ((index + 1) * (endAt - startAt)) / 10;
    const id = `${host.plan.name}-loop${index + 1}`;
    return {
      id,
      at,
      course,
      generation: generationAt(host, at),
      device: { ...device, transactionId, thumbprint, keyId },
      left: 0,
    };
  });
}
