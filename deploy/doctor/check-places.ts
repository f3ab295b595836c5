import { existsSync, statSync } from "node:fs";
import { openBundle, wantedBy } from "../../collectors/index.ts";
import type { BundleFile, Place, Unreadable } from "../../collectors/index.ts";
import { iisColumnsNeeded } from "../../processors/contract/index.ts";
import { grouped } from "../../processors/wording/index.ts";
import { archiveAsPlace, archivesLeft, isArchive, withoutArchives } from "./archives.ts";
import { checkZones } from "./check-zones.ts";
import type { ZoneOf } from "./check-zones.ts";
import { ok } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { unknownFiles } from "./unknown-files.ts";

const area = "logs";

/**
 * Whether the logs are there, may be read, hold what joining needs, and say when it was. Nothing of a place that is optional and absent. `zoneOf`: what is taken for the
 * zone of a host's local clocks; null: that is another's business.
 */
export async function checkPlaces(
  places: readonly Place[],
  zoneOf: ZoneOf | null,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const place of places) findings.push(...(await checkPlace(place, zoneOf)));
  return findings.length > 0
    ? findings
    : [
        {
          area,
          level: "bad",
          what: "no folder with logs is configured, and this machine has none of the usual ones",
          remedy: "name a folder on the command line, or `places` in the configuration",
        },
      ];
}

async function checkPlace(place: Place, zoneOf: ZoneOf | null): Promise<readonly Finding[]> {
  const { path, optional, host } = place;
  if (isArchive(path) && existsSync(path) && statSync(path).isFile()) return [archiveAsPlace(path)];
  const { wanted, left } = withoutArchives(wantedBy(place));
  const bundle = await openBundle([path], { wanted });
  try {
    if (bundle.useless.some(({ why }) => why === "missing")) return optional ? [] : [missing(path)];
    const denied = bundle.unreadable.filter(({ reason }) => reason === "file.unreadable");
    return [
      bundle.files.length === 0 ? withoutLogs(path) : ok(area, `${path}: ${tally(bundle.files)}`),
      ...(denied.length === 0 ? [] : [unreadable(path, denied)]),
      ...unknownFiles(path, bundle.unreadable),
      ...archivesLeft(path, left),
      ...(await checkColumns(bundle.files)),
      ...(zoneOf === null ? [] : await checkZones(bundle.files, (name) => zoneOf(host ?? name))),
    ];
  } finally {
    bundle.close();
  }
}

function tally(files: readonly BundleFile[]): string {
  const counts = new Map<string, number>();
  for (const { source } of files) counts.set(source.format, (counts.get(source.format) ?? 0) + 1);
  return [...counts].map(([format, count]) => `${grouped(count)} ${format}`).join(", ");
}

function missing(path: string): Finding {
  return {
    area,
    level: "bad",
    what: `there is no folder ${path}`,
    remedy: "check the spelling, or whether the share is mounted",
  };
}

function withoutLogs(path: string): Finding {
  return {
    area,
    level: "warn",
    what: `${path} holds no log that can be read`,
    remedy: "`scepscope formats` lists what can be read; an empty folder is right on a server that is new",
  };
}

function unreadable(path: string, files: readonly Unreadable[]): Finding {
  const [first] = files;
  return {
    area,
    level: "bad",
    what:
      files.length === 1
        ? `a file below ${path} cannot be read, ${first?.path}: ${first?.detail}`
        : `${grouped(files.length)} files below ${path} cannot be read, such as ${first?.path}: ${first?.detail}`,
    remedy:
      "let the account of scepscope read them: on Windows that of a member of Event Log Readers and of the folder's readers",
  };
}

const headBytes = 64 * 1024;

/** The newest log of IIS tells what is logged now. */
async function checkColumns(files: readonly BundleFile[]): Promise<readonly Finding[]> {
  const [newest] = files
    .filter(({ source }) => source.format === "iis-w3c")
    .toSorted((a, b) => (b.source.modifiedAt ?? 0) - (a.source.modifiedAt ?? 0));
  if (newest === undefined) return [];
  const columns = await columnsOf(newest);
  if (columns === null) return [];
  const lacking = iisColumnsNeeded.filter((column) => !columns.has(column));
  if (lacking.length === 0) return [ok(area, "IIS logs all fields that joining needs")];
  return [
    {
      area,
      level: "warn",
      what: `IIS does not log ${lacking.join(", ")}: requests that overlap cannot be told apart as well`,
      remedy: "IIS Manager, the site, Logging, Select Fields: tick them; they hold from the next row on",
    },
  ];
}

/** Null: no line says it. */
async function columnsOf(file: BundleFile): Promise<ReadonlySet<string> | null> {
  const reader = await file.open(0);
  try {
    const head = Buffer.alloc(Math.min(headBytes, file.bytes));
    const text = head.subarray(0, await reader.read(head)).toString("latin1");
    const line = text.split(/\r?\n/).findLast((each) => each.startsWith("#Fields:"));
    return line === undefined ? null : new Set(line.split(" ").slice(1));
  } finally {
    reader.close();
  }
}
