import type { Request, TimeTrust } from "../../../processors/contract/index.ts";
import { refusalsIn, stepsIn } from "../../../processors/wording/index.ts";
import { createCopiedTimes } from "./copied-times.ts";
import type { SourceTimes } from "./copied-times.ts";
import type { Doubt, Unbound } from "./summary.ts";

interface DoubtTally {
  readonly add: (request: Request) => void;
  readonly addSource: (source: SourceTimes & { readonly records: number }) => void;
  readonly addUnbound: (unbound: Unbound) => void;
  readonly addUntold: (records: number) => void;
  readonly result: () => Doubt;
}

const noDoubt = {
  key: 0,
  exact: 0,
  probable: 0,
  ambiguous: 0,
  unbound: 0,
  steps: 0,
  refusals: 0,
  untold: 0,
  unknownZone: 0,
  doubtfulHour: 0,
  undated: 0,
};

/** How surely records belong to their requests. */
export function createDoubtTally(isNarrowed: boolean): DoubtTally {
  const doubt = { ...noDoubt };
  const told = { byDevice: 0, byServer: 0, byNobody: 0 };
  const copied = createCopiedTimes();
  return {
    add(request) {
      for (const { grade } of request.evidence) doubt[grade] += 1;
      doubt.ambiguous += request.candidates.length;
      if (hasTime(request, "zone-unknown")) doubt.unknownZone += 1;
      if (hasTime(request, "zone-doubtful")) doubt.doubtfulHour += 1;
      told[tellerOf(request)] += 1;
    },
    addSource(source) {
      copied.add(source);
      if (source.format === "status-file" && source.first === null && source.records > 0) doubt.undated += 1;
    },
    addUnbound({ records, byKind }) {
      doubt.unbound += records;
      doubt.steps += stepsIn(byKind);
      doubt.refusals += refusalsIn(byKind);
    },
    addUntold: (records) => void (doubt.untold += records),
    result: () => ({
      ...doubt,
      isNarrowed,
      deviceOnly: told.byServer + told.byNobody === 0 ? 0 : told.byDevice,
      ofNoServer: told.byServer === 0 ? 0 : told.byNobody,
      copied: copied.result(),
    }),
  };
}

function hasTime({ evidence }: Request, trust: TimeTrust): boolean {
  return evidence.some(({ observation }) => observation.trust === trust);
}

function tellerOf(request: Request): "byDevice" | "byServer" | "byNobody" {
  if (isDeviceOnly(request)) return "byDevice";
  return request.host === "" ? "byNobody" : "byServer";
}

function isDeviceOnly({ evidence }: Request): boolean {
  return evidence.length > 0 && evidence.every(({ observation }) => observation.writer.endsWith("-device"));
}
