import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { mergeByTime, openBundle } from "../../collectors/index.ts";
import type { Bundle } from "../../collectors/index.ts";
import { resolveHosts } from "../../deploy/hosts/host-names.ts";
import { hostViews } from "../../deploy/cli/analyze/host-views.ts";
import { findZones } from "../../deploy/cli/analyze/zones.ts";
import { toStoredRequest } from "../../processors/contract/index.ts";
import type { HostView, StoredRequest } from "../../processors/contract/index.ts";
import { analyze, firstStamp } from "../../processors/index.ts";
import type { Finding } from "../../processors/index.ts";
import { simulate } from "../simulation/index.ts";
import type { Scenario, ScenarioName } from "../simulation/index.ts";

/** What a live pipeline would have in its store after it has read the logs of a simulation. */
export interface SimulatedStore {
  /** In the order in which they became final. */
  readonly requests: readonly StoredRequest[];
  readonly hosts: readonly HostView[];
  /** The log line of a record, as far as its file is text. */
  readonly quote: (fileId: string, offset: number, length: number) => Promise<string | null>;
  /** Newest time in any log, ms UTC: a clock that stands here sees everything as fresh. */
  readonly newestAt: number;
}

export async function simulatedStore(
  scenario: Scenario | ScenarioName,
  seed: number,
): Promise<SimulatedStore> {
  const folder = mkdtempSync(join(tmpdir(), "scepscope-simulated-"));
  try {
    const contents = writeLogs(folder, scenario, seed);
    const bundle = await openBundle([folder]);
    const findings = await findingsOf(bundle);
    bundle.close();
    return toStore(bundle, findings, contents);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeLogs(folder: string, scenario: Scenario | ScenarioName, seed: number): Map<string, Buffer> {
  const contents = new Map<string, Buffer>();
  for (const { path, bytes, modifiedAt } of simulate(scenario, seed).files) {
    const place = join(folder, path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, bytes);
    utimesSync(place, modifiedAt / 1000, modifiedAt / 1000);
    contents.set(path, readFileSync(place));
  }
  return contents;
}

async function findingsOf(bundle: Bundle): Promise<Finding[]> {
  const hostOf = await resolveHosts(bundle.files);
  const zoneOf = await findZones(bundle.files, hostOf, undefined);
  const slices = mergeByTime(bundle.files, {
    firstStamp,
    failed: (_, failure) => {
      throw failure;
    },
  });
  const findings: Finding[] = [];
  for await (const finding of analyze(slices, { hostOf, zoneOf })) findings.push(finding);
  return findings;
}

function toStore(
  bundle: Bundle,
  findings: readonly Finding[],
  contents: ReadonlyMap<string, Buffer>,
): SimulatedStore {
  const sources = new Map(bundle.files.map(({ source }) => [source.id, source]));
  const pathOf = (fileId: string): string => sources.get(fileId)?.path ?? fileId;
  const tallies = findings.flatMap((finding) => (finding.type === "source" ? [finding.source] : []));
  const newestAt = Math.max(...tallies.map(({ last }) => last ?? 0));
  const requests = findings.flatMap((finding) =>
    finding.type === "request"
      ? [toStoredRequest(finding.request, finding.claim, { pathOf, isFinal: true, changedAt: newestAt })]
      : [],
  );
  const problems = new Map(
    findings.flatMap((finding) =>
      finding.type === "problems" ? [[finding.host, finding.problems] as const] : [],
    ),
  );
  return {
    requests,
    hosts: hostViews(tallies, problems),
    newestAt,
    quote: async (fileId, offset, length) => {
      const source = sources.get(fileId);
      const bytes = source === undefined ? undefined : contents.get(source.path);
      if (source === undefined || bytes === undefined || source.encoding === "binary") return null;
      return new TextDecoder(source.encoding).decode(bytes.subarray(offset, offset + length)).trimEnd();
    },
  };
}
