import { grouped, trustOfBegin } from "../../contract/index.ts";
import type { Claim, Request } from "../../contract/index.ts";
import { knownCause } from "../catalogue.ts";
import { hasPassed } from "./has-passed.ts";
import { addTo, createTally, sinceOf } from "./watch.ts";
import type { Watch, WatchMaker } from "./watch.ts";
import type { RefusalMinute, WatchStates } from "./watch-states.ts";

const minuteMs = 60_000;
const windowMinutes = 10;
const refusedMin = 5;
/** Within ten minutes one device does not try more often. */
const triesMax = 5;
/** Minutes beyond this are dropped oldest first: a week. */
const minutesMax = 10_000;

/** Refusals that give no reason of their own. */
const unexplained: ReadonlySet<string> = new Set([
  "verify.refused",
  "verify.connector-offline",
  "verify.challenge-reused",
]);

/** Ten minutes in which many are refused without a reason and nobody passes: the connector, not the devices. */
export const refusalWatch: WatchMaker = {
  looksAtRequests: true,
  state: "refusalMinutes",
  make: createRefusalWatch,
};

function createRefusalWatch(states: WatchStates): Watch {
  const minutes = (states.refusalMinutes ??= new Map());
  return {
    note(request, claim) {
      const at = request.startedAt;
      if (at === null) return;
      const verdict = verdictOf(request, claim);
      if (verdict === null) return;
      const index = Math.floor(at / minuteMs);
      const minute = minutes.get(index) ?? beginMinute(minutes, index);
      minute[verdict] += 1;
      if (verdict === "refused") noteRefusal(minute, request, at);
    },
    findings() {
      const offline = createTally();
      let refused = 0;
      for (const minute of withoutPass(minutes)) {
        refused += minute.refused;
        addTo(offline, minute.oldest, minute.oldestTrust);
      }
      if (offline.count === 0) return [];
      const because = `${grouped(refused)} requests in a row were refused without a reason while nobody passed`;
      return [
        { cause: knownCause("verify.connector-offline"), count: refused, ...sinceOf(offline), because },
      ];
    },
  };
}

/** The minutes with refusals of all stretches of ten minutes in which many were refused and nobody passed, wherever such a stretch begins. */
function withoutPass(minutes: ReadonlyMap<number, RefusalMinute>): ReadonlySet<RefusalMinute> {
  const found = new Set<RefusalMinute>();
  for (const [first, { passed }] of minutes) {
    // Of a host that is well somebody passes in nearly every minute, of which there may be a week.
    if (passed > 0) continue;
    const stretch: RefusalMinute[] = [];
    for (let index = first; index < first + windowMinutes; index += 1) {
      const minute = minutes.get(index);
      if (minute !== undefined) stretch.push(minute);
    }
    if (!isOffline(stretch)) continue;
    for (const minute of stretch) found.add(minute);
  }
  return found;
}

function isOffline(stretch: readonly RefusalMinute[]): boolean {
  if (stretch.some(({ passed }) => passed > 0)) return false;
  const [first] = stretch;
  const isOne = first?.caller != null && stretch.every(({ caller }) => caller === first.caller);
  return stretch.reduce((sum, { refused }) => sum + refused, 0) >= (isOne ? triesMax + 1 : refusedMin);
}

function beginMinute(minutes: Map<number, RefusalMinute>, index: number): RefusalMinute {
  const minute: RefusalMinute = { passed: 0, refused: 0, oldest: Number.POSITIVE_INFINITY };
  minutes.set(index, minute);
  if (minutes.size > minutesMax) minutes.delete(Math.min(...minutes.keys()));
  return minute;
}

function noteRefusal(minute: RefusalMinute, request: Request, at: number): void {
  const caller = callerOf(request);
  minute.caller = minute.caller === undefined || minute.caller === caller ? caller : null;
  if (at >= minute.oldest) return;
  const trust = trustOfBegin(request);
  minute.oldest = at;
  delete minute.oldestTrust;
  if (trust !== null) minute.oldestTrust = trust;
}

/** Null: nothing tells. */
function callerOf({ keys }: Request): string | null {
  const device = keys.get("deviceId")?.[0];
  if (device !== undefined) return device;
  const address = keys.get("clientIp")?.join(" ");
  return address === undefined ? null : `${address} ${keys.get("userAgent")?.join(" ") ?? ""}`;
}

function verdictOf(request: Request, claim: Claim | null): "passed" | "refused" | null {
  if (hasPassed(request, 3)) return "passed";
  if (request.failedStage !== 3 || claim === null) return null;
  return unexplained.has(claim.cause.id) ? "refused" : null;
}
